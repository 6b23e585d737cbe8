using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Coverage;

/// <summary>What can be said of a local without running the case.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Origin">Where its value came from.</param>
/// <param name="Keys">For a container: the keys that went in and out.</param>
/// <param name="Superseded">For a container: whether a newer version was made of it.</param>
internal readonly record struct AxisLocal(VeraType Type, OriginAxis Origin, AxisKeys? Keys, bool Superseded);

/// <summary>The locals of a case, and where values come from.</summary>
internal sealed class AxisLocals
{
    /// <summary>What comes out of something else; all other operations build what they give.</summary>
    private static readonly Dictionary<Operation, OriginAxis> Reading = new()
    {
        [ContainerOperations.MapGet] = OriginAxis.Get,
        [ContainerOperations.SetToArray] = OriginAxis.Elements,
        [ContainerOperations.MapKeys] = OriginAxis.Keys,
        [ContainerOperations.MapValues] = OriginAxis.Values,
        [ClosureOperations.ApplyFn] = OriginAxis.Capture,
        [ClosureOperations.ApplyTo] = OriginAxis.Capture,
    };

    private readonly List<AxisLocal> locals = new(48);
    private readonly List<OriginAxis> bound = [];

    /// <summary>Where the value in the State cell came from.</summary>
    public OriginAxis StateOrigin { get; set; }

    /// <summary>How many frames are open.</summary>
    public int FrameDepth { get; set; }

    /// <summary>How many call expressions are around the one that is looked at.</summary>
    public int CallDepth { get; set; }

    public AxisLocal this[int local] => locals[local];

    public void Bind(int local, VeraType type, OriginAxis origin, AxisKeys? keys)
    {
        if (local != locals.Count)
        {
            throw new ArgumentException($"local ${local} is bound where ${locals.Count} should be: repair the case");
        }

        locals.Add(new(type, origin, keys, Superseded: false));
    }

    /// <summary>A part of an expression sees what it binds: what a block has, or the fields of a value.</summary>
    public void BindInside(Expr expr, ImmutableArray<VeraType> types)
    {
        if (!types.IsEmpty)
        {
            var origin = expr is Expr.Try or Expr.Function ? OriginAxis.BuiltHere : OriginOf(expr.Parts[0]);
            var isField = expr is Expr.Match && origin != OriginAxis.Get;
            bound.AddRange(Enumerable.Repeat(isField ? OriginAxis.Field : origin, types.Length));
        }
    }

    /// <summary>That part ends.</summary>
    public void EndInside(int binds) => bound.RemoveRange(bound.Count - binds, binds);

    /// <summary>A newer version is made of the container.</summary>
    public void Supersede(Expr container)
    {
        if (container is Expr.Local local)
        {
            locals[local.Id] = locals[local.Id] with { Superseded = true };
        }
    }

    public OriginAxis OriginOf(Expr value) => value switch
    {
        Expr.Local local => locals[local.Id].Origin,
        Expr.Bound e => bound[^(e.Up + 1)],
        Expr.Parse => OriginAxis.Parsed,
        Expr.State => StateOrigin,
        Expr.Builtin builtin when Reading.TryGetValue(builtin.Operation, out var origin) => origin,
        Expr.Item item => OfItem(OriginOf(item.Of)),
        Expr.Call call => OfResult(OriginOf(call.Body)),
        _ => CallDepth + FrameDepth > 0 ? OriginAxis.BuiltInCallee : OriginAxis.BuiltHere,
    };

    /// <summary>What a callee built and returns was not built here.</summary>
    public static OriginAxis OfResult(OriginAxis origin) =>
        origin == OriginAxis.BuiltHere ? OriginAxis.BuiltInCallee : origin;

    private static OriginAxis OfItem(OriginAxis array) =>
        array is OriginAxis.Elements or OriginAxis.Keys or OriginAxis.Values ? array : OriginAxis.ArrayItem;
}
