namespace Vera.GcStress.Generation.Choices;

/// <summary>The kinds of steps that a case is drawn from; most emit one op.</summary>
internal enum StepKind
{
    New, Insert, InsertAgain, Remove, RemoveMissing, Contains, Get, Size, List, Fold, Reread,
    Element, Hold, Open, Put, Recall, Frame, Tail, Pressure, Operate,
}

/// <summary>How often each kind of step comes in one case. Drawn with the case: swarm testing.</summary>
/// <remarks>
/// A quarter of the kinds is off and the rest is uneven, so that cases differ in what they do much of, and a bug that
/// one kind of op would hide comes out. Insertion and pressure are always on: without them nothing can go wrong.
/// </remarks>
internal sealed class OpWeights
{
    private const int OffPercent = 25;

    /// <summary>About a third of the weights of all other kinds together.</summary>
    private const int AimedWeight = 500;

    private static readonly int Kinds = Enum.GetValues<StepKind>().Length;

    private readonly int[] upTo = new int[Kinds];

    public OpWeights(Draw draw, CaseAim aim)
    {
        var sum = 0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var weight = Weight(draw, (StepKind)kind);
            sum += aim.Wants((StepKind)kind) ? weight + AimedWeight : weight;
            upTo[kind] = sum;
        }
    }

    public StepKind Next(Draw draw)
    {
        var at = draw.Below(upTo[^1]);
        var kind = 0;
        while (upTo[kind] <= at)
        {
            kind++;
        }

        return (StepKind)kind;
    }

    private static int Weight(Draw draw, StepKind kind)
    {
        var drawn = draw.Chance(OffPercent) ? 0 : draw.Between(1, 100);
        return Base(kind) * (kind is StepKind.Insert or StepKind.Pressure ? 20 + drawn : drawn);
    }

    private static int Base(StepKind kind) => kind switch
    {
        StepKind.Insert or StepKind.Operate => 4,
        StepKind.Pressure or StepKind.Get => 3,
        StepKind.InsertAgain or StepKind.Contains or StepKind.List or StepKind.Reread => 2,
        StepKind.Element or StepKind.Hold or StepKind.Open or StepKind.Frame or StepKind.Tail => 2,
        _ => 1,
    };
}
