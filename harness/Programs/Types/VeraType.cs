// Types are words that every folder speaks.
global using Vera.GcStress.Programs.Types;

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Types;

/// <summary>The families of types that a case can use; the names are those that <c>--elements</c> takes.</summary>
public enum TypeKind
{
    /// <summary>A 64-bit signed integer.</summary>
    Int,

    /// <summary>An integer from 0 to 2^63 - 1.</summary>
    Nat,

    /// <summary>One byte in an array, one i32 elsewhere.</summary>
    Bool,

    /// <summary>From 0 to 255; as wide as a Bool.</summary>
    Byte,

    /// <summary>An IEEE double; keys compare by SameValueZero.</summary>
    Float64,

    /// <summary>UTF-8, as a pointer and a count of bytes.</summary>
    String,

    /// <summary>A handle: the host keeps the value.</summary>
    Decimal,

    /// <summary>An ADT of the standard library: a parsed JSON document.</summary>
    Json,

    /// <summary>The same for HTML.</summary>
    HtmlNode,

    /// <summary>The same for Markdown, block by block.</summary>
    MdBlock,

    /// <summary>What a Markdown block consists of.</summary>
    MdInline,

    /// <summary>A user's ADT whose constructors have no fields.</summary>
    Enum,

    /// <summary>A user's ADT with fields of every width.</summary>
    Record,

    /// <summary>A user's ADT that is generic and recursive.</summary>
    Tree,

    /// <summary>Two values in one block.</summary>
    Tuple,

    /// <summary>A value, or none.</summary>
    Option,

    /// <summary>A value, or an error.</summary>
    Result,

    /// <summary>Items side by side in one block, as a pointer and a count.</summary>
    Array,

    /// <summary>A container of keys.</summary>
    Set,

    /// <summary>A container of keys, each with a value.</summary>
    Map,

    /// <summary>A function from Int, with the values that it captured.</summary>
    Closure,
}

/// <summary>What a slot holds, and how wide it is: in registers, in calls, in blocks and in arrays.</summary>
/// <remarks>
/// The first five travel through imports; containers keep their numbers in guest memory, so they stay as they are.
/// </remarks>
public enum SlotShape : byte
{
    /// <summary>One i64: Int, Nat.</summary>
    I64,

    /// <summary>One f64: Float64.</summary>
    F64,

    /// <summary>Two i32, a pointer and a count of bytes: String.</summary>
    Text,

    /// <summary>One i32: a pointer to a block, or any other word.</summary>
    I32,

    /// <summary>Two i32, a pointer and a count of items: Array.</summary>
    Items,

    /// <summary>One i32 that is never a pointer, and that an array keeps in one byte: Bool, Byte.</summary>
    Byte,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Sizes that follow from a slot's shape.</summary>
public static class SlotShapes
{
    /// <summary>Whether a slot takes two values on the WASM stack.</summary>
    public static bool IsPair(this SlotShape shape) => shape is SlotShape.Text or SlotShape.Items;

    /// <summary>The shape in registers and calls, which do not tell a Bool from a pointer.</summary>
    public static SlotShape Passed(this SlotShape shape) => shape == SlotShape.Byte ? SlotShape.I32 : shape;

    /// <summary>Bytes of an array element.</summary>
    public static int ElementBytes(this SlotShape shape) => shape switch
    {
        SlotShape.Byte => 1,
        SlotShape.I32 => 4,
        _ => 8,
    };

    /// <summary>Bytes of a field in an ADT or closure block.</summary>
    public static int FieldBytes(this SlotShape shape) => shape is SlotShape.Byte or SlotShape.I32 ? 4 : 8;

    /// <summary>Alignment of a field in an ADT or closure block: pairs align to 4.</summary>
    public static int FieldAlignment(this SlotShape shape) => shape is SlotShape.I64 or SlotShape.F64 ? 8 : 4;
}

/// <summary>One constructor of an ADT: its tag is its place in the declaration.</summary>
public sealed record Constructor(string Name, int Tag, ImmutableArray<VeraType> Fields);

/// <summary>
/// A Vera type. Equal types are the same object, so types compare by reference.
/// </summary>
/// <remarks>Layouts and constructors are Vera's.</remarks>
public sealed class VeraType
{
    private static readonly ConcurrentDictionary<(TypeKind, VeraType?, VeraType?), VeraType> Known = new();

    private static int numbered;

    private readonly string text;

    /// <summary>The types that have this one as their only argument, by their kinds.</summary>
    private readonly VeraType?[] around = new VeraType?[(int)TypeKind.Closure + 1];

    private ImmutableArray<Constructor> constructors;

    private VeraType(TypeKind kind, ImmutableArray<VeraType> arguments, string text)
    {
        Kind = kind;
        Arguments = arguments;
        this.text = text;
        Shape = ShapeOf(kind);
        Number = Interlocked.Increment(ref numbered) - 1;
    }

    internal static VeraType Int { get; } = Of(TypeKind.Int);
    internal static VeraType Nat { get; } = Of(TypeKind.Nat);
    internal static VeraType Bool { get; } = Of(TypeKind.Bool);
    internal static VeraType Byte { get; } = Of(TypeKind.Byte);
    internal static VeraType Float64 { get; } = Of(TypeKind.Float64);
    internal static VeraType String { get; } = Of(TypeKind.String);
    internal static VeraType Decimal { get; } = Of(TypeKind.Decimal);
    internal static VeraType Json { get; } = Of(TypeKind.Json);
    internal static VeraType HtmlNode { get; } = Of(TypeKind.HtmlNode);
    internal static VeraType MdBlock { get; } = Of(TypeKind.MdBlock);
    internal static VeraType MdInline { get; } = Of(TypeKind.MdInline);
    internal static VeraType Enum { get; } = Of(TypeKind.Enum);
    internal static VeraType Record { get; } = Of(TypeKind.Record);

    /// <summary>The family; its order is that of <see cref="TypeKind"/>.</summary>
    public TypeKind Kind { get; }

    /// <summary>A number of its own, from 0; another one in every process.</summary>
    internal int Number { get; }

    /// <summary>Type arguments, outermost first; as many as <see cref="Arity"/> asks for.</summary>
    public ImmutableArray<VeraType> Arguments { get; }

    /// <summary>The constructors of an ADT in tag order; empty for every other type.</summary>
    public ImmutableArray<Constructor> Constructors =>
        constructors.IsDefault ? constructors = Declarations.ConstructorsOf(this) : constructors;

    /// <summary>Whether it is a set or a map.</summary>
    public bool IsContainer => Kind is TypeKind.Set or TypeKind.Map;

    /// <summary>Whether values of the type are ADT blocks: a tag word and fields.</summary>
    public bool IsAdt => Kind is >= TypeKind.Json and <= TypeKind.Result;

    /// <summary>Whether a slot of the type can hold a pointer into the heap.</summary>
    public bool IsHeap => Shape is SlotShape.I32 or SlotShape.Text or SlotShape.Items;

    /// <summary>Whether equality is that of the value; other types compare by identity.</summary>
    public bool ComparesByValue => Kind <= TypeKind.String;

    /// <summary>What a slot of the type holds where it lies in memory.</summary>
    public SlotShape Shape { get; }

    /// <summary>What it holds in registers and calls.</summary>
    public SlotShape Passed => Shape.Passed();

    /// <summary>The element type of a set or an array, the key type of a map, what a closure returns.</summary>
    public VeraType First => Arguments[0];

    /// <summary>The value type of a map.</summary>
    public VeraType Second => Arguments[1];

    /// <summary>The one object of a type. Throws if the kind takes another number of arguments.</summary>
    public static VeraType Of(TypeKind kind, params ReadOnlySpan<VeraType> arguments)
    {
        if (arguments.Length != Arity(kind))
        {
            throw new ArgumentException($"{kind} takes {Arity(kind)} type arguments, not {arguments.Length}");
        }

        if (arguments.Length == 1)
        {
            return arguments[0].around[(int)kind] ??= Known.GetOrAdd((kind, arguments[0], null), static k => Make(k));
        }

        var key = (kind, arguments.Length > 0 ? arguments[0] : null, arguments.Length > 1 ? arguments[1] : null);
        return Known.TryGetValue(key, out var known) ? known : Known.GetOrAdd(key, static k => Make(k));
    }

    internal static VeraType Tree(VeraType of) => Of(TypeKind.Tree, of);
    internal static VeraType Tuple(VeraType first, VeraType second) => Of(TypeKind.Tuple, first, second);
    internal static VeraType Option(VeraType of) => Of(TypeKind.Option, of);
    internal static VeraType Result(VeraType ok, VeraType error) => Of(TypeKind.Result, ok, error);
    internal static VeraType Array(VeraType of) => Of(TypeKind.Array, of);
    internal static VeraType Set(VeraType of) => Of(TypeKind.Set, of);
    internal static VeraType Map(VeraType key, VeraType value) => Of(TypeKind.Map, key, value);

    /// <summary>A function from Int to <paramref name="result"/>.</summary>
    internal static VeraType Closure(VeraType result) => Of(TypeKind.Closure, result);

    private static SlotShape ShapeOf(TypeKind kind) => kind switch
    {
        TypeKind.Int or TypeKind.Nat => SlotShape.I64,
        TypeKind.Float64 => SlotShape.F64,
        TypeKind.Bool or TypeKind.Byte => SlotShape.Byte,
        TypeKind.String => SlotShape.Text,
        TypeKind.Array => SlotShape.Items,
        _ => SlotShape.I32,
    };

    private static VeraType Make((TypeKind Kind, VeraType? First, VeraType? Second) key)
    {
        ImmutableArray<VeraType> arguments =
            key.Second is not null ? [key.First!, key.Second] : key.First is not null ? [key.First] : [];
        var list = string.Join(", ", arguments.Select(a => a.text));
        return new(key.Kind, arguments, arguments.Length == 0 ? key.Kind.ToString() : $"{key.Kind}<{list}>");
    }

    /// <summary>How many type arguments a kind takes.</summary>
    public static int Arity(TypeKind kind) => kind switch
    {
        TypeKind.Tree or TypeKind.Option or TypeKind.Array or TypeKind.Set or TypeKind.Closure => 1,
        TypeKind.Tuple or TypeKind.Result or TypeKind.Map => 2,
        _ => 0,
    };

    /// <summary>The type as Vera source spells it, for instance <c>Map&lt;String, Json&gt;</c>.</summary>
    public override string ToString() => text;
}
