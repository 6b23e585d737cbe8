using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on closures, which are functions from Int.</summary>
public static class ClosureOperations
{
    private static readonly TypePattern R = Variable("R", 0);

    /// <summary>What the closure gives for 0: what it captured, or what its body makes.</summary>
    public static Operation ApplyFn { get; } = new("apply_fn", "apply", [Of(TypeKind.Closure, R)], R);

    /// <summary>What it gives for a number.</summary>
    public static Operation ApplyTo { get; } =
        new("apply_fn", "apply_to", [Of(TypeKind.Closure, R), TypeKind.Int], R) { Weight = 1 };

    /// <summary>Whether an operation is one of those that apply a closure.</summary>
    internal static bool Applies(Operation operation) => operation == ApplyFn || operation == ApplyTo;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } = [ApplyFn, ApplyTo];
}
