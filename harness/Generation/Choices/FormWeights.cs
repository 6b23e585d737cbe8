namespace Vera.GcStress.Generation.Choices;

/// <summary>A form of an expression that few cases have, unless it is asked for.</summary>
internal enum RareForm
{
    Filter, Sort, Recursion, TailRecursion, Mutual, TailMutual, Alias, AliasContract, AliasCell, AliasTry, Throw,
    Function,
}

/// <summary>How often each rare form comes, where such are asked for: as often as it takes for all to be in as many
/// cases.</summary>
internal static class FormWeights
{
    private static readonly int[] Weights = [5, 4, 6, 6, 7, 7, 2, 2, 3, 3, 5, 2];

    /// <summary>One of them, as many times out of a hundred as is said; else null.</summary>
    public static RareForm? Next(Draw draw, int percent)
    {
        if (percent == 0 || !draw.Chance(percent))
        {
            return null;
        }

        var at = draw.Below(Weights.Sum());
        var form = 0;
        for (; at >= Weights[form]; form++)
        {
            at -= Weights[form];
        }

        return (RareForm)form;
    }
}
