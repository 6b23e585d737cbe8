using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Exhausting;

/// <summary>The words of small programs: one container type, few keys, few values.</summary>
/// <param name="Container">The type of every version.</param>
/// <param name="Keys">What is inserted, removed and looked for; a set's elements.</param>
/// <param name="Interchangeable">How many of the first keys can be renamed into each other.</param>
public sealed record Vocabulary(VeraType Container, ImmutableArray<Expr> Keys, int Interchangeable)
{
    /// <summary>What holds a value that programs share; bound before the first step of a map's program.</summary>
    private const int Shared = 0;

    private static readonly Expr Fresh = new Expr.Construct(VeraType.Json, 0, []);

    private static readonly Expr Built = new Expr.Call(
        new Expr.Construct(VeraType.Json, JString, [new Expr.Text("v")]));

    private const int JString = 3;

    /// <summary>Whether insertions take a value.</summary>
    public bool IsMap => Container.Kind == TypeKind.Map;

    /// <summary>How many values there are to insert: one made on the spot, one that the program shares.</summary>
    public int Values => IsMap ? 2 : 1;

    /// <summary>The local of the empty container.</summary>
    public int Empty => IsMap ? Shared + 1 : Shared;

    /// <summary>Strings in a set.</summary>
    public static Vocabulary OfSet(ImmutableArray<Expr> keys, int interchangeable) =>
        new(VeraType.Set(VeraType.String), keys, interchangeable);

    /// <summary>Strings to values on the heap.</summary>
    public static Vocabulary OfMap(ImmutableArray<Expr> keys, int interchangeable) =>
        new(VeraType.Map(VeraType.String, VeraType.Json), keys, interchangeable);

    /// <summary>The ops before the first step.</summary>
    internal IEnumerable<Op> Opening()
    {
        if (IsMap)
        {
            yield return new Op.Let(Shared, Built);
        }

        yield return new Op.Let(Empty, new Expr.Container(Container, []));
    }

    /// <summary>A value to insert, or null for a set.</summary>
    internal Expr? Value(int value) => !IsMap ? null : value == 0 ? Fresh : new Expr.Local(Shared, VeraType.Json);
}
