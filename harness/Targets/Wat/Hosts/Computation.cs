using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>An operation that says what it means, at the types that it is used at.</summary>
internal readonly record struct Computation(
    Operation Operation, VeraType Result, VeraType First, VeraType? Second, VeraType? Third)
{
    /// <summary>The name of its import: <c>array_append$Array&lt;Int&gt;/Int</c>.</summary>
    public string Name => $"{Operation.Name}${string.Join('/', Operands).Replace(", ", "/", StringComparison.Ordinal)}";

    /// <summary>The types of its operands.</summary>
    public IEnumerable<VeraType> Operands => new[] { First, Second, Third }.OfType<VeraType>();

    /// <summary>What an expression computes.</summary>
    public static Computation Of(Expr.Builtin node) => new(
        node.Operation,
        node.Type,
        node.Operands[0].Type,
        node.Operands.Length > 1 ? node.Operands[1].Type : null,
        node.Operands.Length > 2 ? node.Operands[2].Type : null);

    /// <summary>The type of one operand.</summary>
    public VeraType Operand(int place) => place switch { 0 => First, 1 => Second!, _ => Third! };
}
