using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Model;

/// <content>Functions that are values.</content>
internal sealed partial class ModelEvaluator
{
    private readonly Dictionary<Expr.Function, ImmutableArray<Expr>> captures = new(ReferenceEqualityComparer.Instance);
    private int applications;

    /// <summary>What a closure gives for a number.</summary>
    public ModelValue Apply(ModelValue.Closure closure, ModelValue.Scalar number) =>
        closure is ModelValue.Function function ? Apply(function.Made, number) : closure.Gives;

    private ModelValue.Function Function(Expr.Function function)
    {
        if (!captures.TryGetValue(function, out var captured))
        {
            captured = function.Captures();
            captures.Add(function, captured);
        }

        var made = new FunctionMade(function, captured, EvaluateAll(captured), [.. bound]);
        return new(made, Apply(made, new(0)));
    }

    /// <summary>The body sees what was bound where the function was made. It throws nothing.</summary>
    private ModelValue Apply(FunctionMade made, ModelValue.Scalar number)
    {
        ModelLimitException.ThrowIfOver(ModelLimits.Applications, ++applications, "functions inside each other");
        var around = bound;
        bound = [.. made.Sees, number];
        var given = Evaluate(made.Function.Body);
        bound = around;
        applications--;
        return given;
    }
}
