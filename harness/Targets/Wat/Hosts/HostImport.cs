using System.Collections.Concurrent;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>The functions that a case's program calls in its host.</summary>
internal enum HostFunction
{
    SetNew, SetAdd, SetContains, SetRemove, SetSize, SetToArray, SetOpen, SetPut, SetClose,
    MapNew, MapInsert, MapGet, MapContains, MapRemove, MapSize, MapKeys, MapValues, MapOpen, MapPut, MapClose,
    DecimalFromInt, DecimalFromFloat,
    JsonParse, HtmlParse, MdParse,
    AttachBucket,
    Compute,
}

/// <summary>
/// One import of module <c>vera</c>: the function and the letters of the slots that it is made for, as in
/// <c>map_insert$ks_vb</c>.
/// </summary>
internal sealed class HostImport
{
    /// <summary>By function and letters, eight numbers for each letter.</summary>
    private static readonly HostImport?[] Known = new HostImport?[((int)HostFunction.AttachBucket + 1) << 6];
    private static readonly ConcurrentDictionary<VeraType, HostImport> KnownNew = new();
    private static readonly ConcurrentDictionary<Computation, HostImport> KnownComputations = new();

    private HostImport(HostFunction function, SlotShape key, SlotShape value, VeraType? made = null)
    {
        Function = function;
        KeyTag = key;
        ValueTag = value;
        Made = made;
        Name = NameOf(function, Letter(key), Letter(value))
            + (made is null ? "" : $"${made.ToString().Replace(", ", "/", StringComparison.Ordinal)}");
        Parameters = ParametersOf(function, key, value);
        Result = function switch
        {
            HostFunction.SetSize or HostFunction.MapSize => SlotShape.I64,
            HostFunction.SetToArray or HostFunction.MapKeys or HostFunction.MapValues => SlotShape.Items,
            HostFunction.SetPut or HostFunction.SetClose or HostFunction.MapPut or HostFunction.MapClose
                or HostFunction.AttachBucket => SlotShape.None,
            _ => SlotShape.I32,
        };
    }

    private HostImport(Computation computation)
    {
        (Function, Computation) = (HostFunction.Compute, computation);
        Name = computation.Name;
        Parameters = [.. computation.Operands.Select(operand => operand.Passed)];
        Result = computation.Result.Passed;
    }

    public HostFunction Function { get; }

    /// <summary>What is computed, where the function is an operation that says what it means.</summary>
    public Computation? Computation { get; }

    /// <summary>The slot of a key or a set's element, where the function takes or lists one.</summary>
    public SlotShape KeyTag { get; }

    /// <summary>The slot of a map's value.</summary>
    public SlotShape ValueTag { get; }

    /// <summary>The type of the container that the function makes, where the runtime is told.</summary>
    public VeraType? Made { get; }

    /// <summary>The name under which a module imports it.</summary>
    public string Name { get; }

    public IReadOnlyList<SlotShape> Parameters { get; }

    public SlotShape Result { get; }

    public static HostImport Of(HostFunction function, SlotShape key = default, SlotShape value = default)
    {
        // Found by what was asked for; equal names share one import only where letters differ in a place that the name
        // does not show, which keeps lookups free of text.
        ref var known = ref Known[((int)function << 6) | ((int)key << 3) | (int)value];
        return known ?? Interlocked.CompareExchange(ref known, new(function, key, value), null) ?? known;
    }

    /// <summary>
    /// <c>set_new</c> or <c>map_new</c> for a runtime that is told the type: <c>set_new$Set&lt;Json&gt;</c>.
    /// </summary>
    public static HostImport NewOf(VeraType container) => KnownNew.GetOrAdd(container, static type => new(
        type.Kind == TypeKind.Map ? HostFunction.MapNew : HostFunction.SetNew, default, default, type));

    /// <summary>An operation that says what it means, over operands of these types.</summary>
    public static HostImport Computing(Expr.Builtin node) =>
        KnownComputations.GetOrAdd(Hosts.Computation.Of(node), static computation => new(computation));

    private static string NameOf(HostFunction function, char key, char value) => function switch
    {
        HostFunction.SetNew => "set_new",
        HostFunction.SetAdd => $"set_add$e{key}",
        HostFunction.SetContains => $"set_contains$e{key}",
        HostFunction.SetRemove => $"set_remove$e{key}",
        HostFunction.SetSize => "set_size",
        HostFunction.SetToArray => $"set_to_array$e{key}",
        HostFunction.SetOpen => "set_open",
        HostFunction.SetPut => $"set_put$e{key}",
        HostFunction.SetClose => "set_close",
        HostFunction.MapNew => "map_new",
        HostFunction.MapInsert => $"map_insert$k{key}_v{value}",
        HostFunction.MapGet => $"map_get$k{key}_v{value}",
        HostFunction.MapContains => $"map_contains$k{key}",
        HostFunction.MapRemove => $"map_remove$k{key}",
        HostFunction.MapSize => "map_size",
        HostFunction.MapKeys => $"map_keys$k{key}",
        HostFunction.MapValues => $"map_values$v{value}",
        HostFunction.MapOpen => "map_open",
        HostFunction.MapPut => $"map_put$k{key}_v{value}",
        HostFunction.MapClose => "map_close",
        HostFunction.DecimalFromInt => "decimal_from_int",
        HostFunction.DecimalFromFloat => "decimal_from_float",
        HostFunction.JsonParse => "json_parse",
        HostFunction.HtmlParse => "html_parse",
        HostFunction.AttachBucket => "attach_bucket_to_wrapper",
        _ => "md_parse",
    };

    private static SlotShape[] ParametersOf(HostFunction function, SlotShape key, SlotShape value) => function switch
    {
        HostFunction.SetNew or HostFunction.MapNew => [],
        HostFunction.SetSize or HostFunction.SetToArray or HostFunction.MapSize => [SlotShape.I32],
        HostFunction.MapKeys or HostFunction.MapValues => [SlotShape.I32],
        HostFunction.SetOpen or HostFunction.SetClose => [SlotShape.I32],
        HostFunction.MapOpen or HostFunction.MapClose => [SlotShape.I32],
        HostFunction.SetAdd or HostFunction.SetContains or HostFunction.SetRemove => [SlotShape.I32, key],
        HostFunction.SetPut => [SlotShape.I32, key],
        HostFunction.MapGet or HostFunction.MapContains or HostFunction.MapRemove => [SlotShape.I32, key],
        HostFunction.MapInsert or HostFunction.MapPut => [SlotShape.I32, key, value],
        HostFunction.AttachBucket => [SlotShape.I32, SlotShape.I32, SlotShape.I32],
        HostFunction.DecimalFromInt => [SlotShape.I64],
        HostFunction.DecimalFromFloat => [SlotShape.F64],
        _ => [SlotShape.Text],
    };

    /// <summary>
    /// The letter in <c>set_add$eX</c>. Vera has none for arrays and refuses them as elements: a is ours, so that they
    /// can be tested as elements too.
    /// </summary>
    private static char Letter(SlotShape shape) => "ifsba"[(int)shape];
}
