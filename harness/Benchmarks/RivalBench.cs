using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers.Linked;

namespace Vera.GcStress.Benchmarks;

/// <summary>Times insertions within a guest and into .NET's immutable containers, by turns.</summary>
public sealed class RivalBench(RivalBenchOptions options)
{
    private static readonly (TypeKind Element, char Letter)[] Keys =
        [(TypeKind.Int, 'i'), (TypeKind.String, 's'), (TypeKind.Json, 'b')];

    /// <param name="progress">Told what is measured next.</param>
    /// <param name="stop">Asks for an early end: rows are missing then.</param>
    public RivalScore Run(Action<string> progress, CancellationToken stop)
    {
        var points = ImmutableArray.CreateBuilder<RivalPoint>();
        using var guest = new BareChains();
        foreach (var (element, letter) in Keys)
        {
            progress($"sets and maps of {element} beside .NET's");
            WarmUp(element);
            foreach (var size in options.Sizes.TakeWhile(_ => !stop.IsCancellationRequested))
            {
                points.Add(Measured(guest, element, letter, isMap: false, size));
                points.Add(Measured(guest, element, letter, isMap: true, size));
            }
        }

        return new(points.ToImmutable());
    }

    private RivalPoint Measured(BareChains guest, TypeKind element, char letter, bool isMap, int size)
    {
        Action[] ways =
        [
            () => guest.Insert(isMap, letter, isFold: false, size),
            () => guest.Insert(isMap, letter, isFold: true, size),
            () => DotnetChains.Insert(element, isMap, isBuilder: false, size),
            () => DotnetChains.Insert(element, isMap, isBuilder: true, size),
        ];
        var seconds = ways.Select(_ => new double[options.Rounds]).ToArray();
        var repeats = Math.Max(1, options.EntriesMin / size);
        for (var round = -1; round < options.Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                guest.Begin();
                ways[way](); // The heap has its size from here on, as a program's has.
                var spent = WorkClock.Seconds(() => Repeat(ways[way], repeats));
                if (round >= 0)
                {
                    seconds[way][round] = spent / repeats / size;
                }
            }
        }

        guest.Begin();
        ways[0]();
        var peak = guest.PeakBytes;
        return new(
            element, isMap, size, Sample.Of(seconds[0]), Sample.Of(seconds[1]), Sample.Of(seconds[2]),
            Sample.Of(seconds[3]), guest.LiveBytes() / (double)size, peak / (double)size);
    }

    /// <summary>Until .NET's code is compiled as well as it will be; the guest's is from the start.</summary>
    private void WarmUp(TypeKind element)
    {
        for (var spent = 0.0; spent < options.WarmUpSeconds;)
        {
            spent += WorkClock.Seconds(() =>
            {
                for (var way = 0; way < 4; way++)
                {
                    DotnetChains.Insert(element, isMap: way % 2 == 1, isBuilder: way / 2 == 1, 300);
                }
            });
        }
    }

    private static void Repeat(Action way, int times)
    {
        for (var i = 0; i < times; i++)
        {
            way();
        }
    }
}
