using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on closures.</summary>
public static class ClosureOperations
{
    private static readonly TypePattern R = Variable("R", 0);

    /// <summary>What the closure captured.</summary>
    public static Operation ApplyFn { get; } = new("apply_fn", "apply", [Of(TypeKind.Closure, R)], R);

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } = [ApplyFn];
}
