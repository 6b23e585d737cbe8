using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>In which ways a program is run besides its plain one.</summary>
/// <param name="Schedule">When to collect; null: eagerly, and at each single allocation.</param>
/// <param name="PointsMax">The most schedules with chosen points, spread evenly over the program's allocations.</param>
/// <param name="Pairs">Whether points come in pairs.</param>
public sealed record StressPlan(CollectionPlan? Schedule, int PointsMax, bool Pairs)
{
    /// <summary>Whether every run has our own collector in the place of the module's.</summary>
    public bool Hardened { get; init; }

    /// <summary>Whether the containers of every run are functions of the module.</summary>
    public bool Linked { get; init; }

    /// <summary>How many starts the heap is given: blocks are aligned to eight bytes from it, so eight are all there
    /// are.</summary>
    public int Starts { get; init; } = 8;

    /// <summary>As Vera runs a program, but for what is swapped.</summary>
    public Way Plain => Swapped(Way.Plain);

    /// <summary>As Vera's own eager mode does, but for what is swapped.</summary>
    public Way PlainEager => Swapped(Way.PlainEager);

    /// <summary>Without any collection: what a program shows then is right, as far as collections go.</summary>
    public static Way Free { get; } =
        new(new Instruments { Idle = true }, CollectionPlan.Natural with { Checks = false });

    /// <summary>What is run unless the user says otherwise.</summary>
    public static StressPlan Usual { get; } = new(null, 500, false);

    /// <summary>Ways by the module they need, the ones that show most first.</summary>
    /// <param name="allocations">How many allocations the plain run made.</param>
    public IEnumerable<Way> Ways(int allocations) => AllWays(allocations).Select(Swapped);

    private Way Swapped(Way way) => way with
    {
        Instruments = way.Instruments with { Hardened = Hardened },
        Linked = Linked,
    };

    private IEnumerable<Way> AllWays(int allocations)
    {
        var poisoned = new Instruments(true, false, 0);
        yield return new(new(false, true, 0), CollectionPlan.Natural);
        yield return new(default, CollectionPlan.Natural with { Empties = true });
        if (Schedule is null)
        {
            yield return Way.PlainEager;
            yield return new(poisoned, CollectionPlan.Eager);
        }

        foreach (var plan in Schedule is { } asked ? [asked] : Points(allocations))
        {
            yield return new(poisoned, plan);
        }

        for (var shift = 1; shift < Starts; shift++)
        {
            var moved = poisoned with { Shift = shift };
            yield return new(moved, Schedule ?? CollectionPlan.Natural);
            if (Schedule is null)
            {
                yield return new(moved, CollectionPlan.Eager);
            }
        }
    }

    private IEnumerable<CollectionPlan> Points(int allocations)
    {
        if (!Pairs)
        {
            return Spread(allocations).Select(point => CollectionPlan.At((int)point + 1));
        }

        return
            from place in Spread((long)allocations * (allocations - 1) / 2)
            let second = (int)((1 + Math.Sqrt(1 + (8.0 * place))) / 2)
            let first = (int)(place - ((long)second * (second - 1) / 2))
            select CollectionPlan.At(first + 1, second + 1);
    }

    /// <summary>All numbers below a count, or as many of them as may be tried.</summary>
    private IEnumerable<long> Spread(long count)
    {
        var tried = Math.Min(count, PointsMax);
        for (var i = 0L; i < tried; i++)
        {
            yield return (long)((decimal)i * count / tried);
        }
    }
}
