using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Benchmarks;

/// <summary>
/// Measures each runtime's operations on sets of growing size, as long as each size takes a bearable time.
/// </summary>
public sealed class ContainerBench(ContainerBenchOptions options)
{
    private static readonly ContainerOperation[] Operations = Enum.GetValues<ContainerOperation>();

    /// <param name="progress">Told what is measured next.</param>
    /// <param name="stop">Asks for an early end: rows are shorter then.</param>
    public ContainerScore Run(Action<string> progress, CancellationToken stop)
    {
        var rows = ImmutableArray.CreateBuilder<ContainerRow>();
        var heaps = ImmutableArray.CreateBuilder<HeapRow>();
        foreach (var (runtime, element) in options.Subjects)
        {
            progress($"sets of {element} in {runtime}");
            using var chain = new SetChain(runtime, element);
            Measure(chain, runtime, element, rows, heaps, stop);
        }

        return new(options.Sizes, rows.ToImmutable(), heaps.ToImmutable());
    }

    private void Measure(
        SetChain chain,
        RuntimeKind runtime,
        TypeKind element,
        ImmutableArray<ContainerRow>.Builder rows,
        ImmutableArray<HeapRow>.Builder heaps,
        CancellationToken stop)
    {
        var points = Operations.ToDictionary(o => o, _ => ImmutableArray.CreateBuilder<ContainerPoint>());
        var heapPoints = ImmutableArray.CreateBuilder<HeapPoint>();
        WarmUp(chain, stop.IsCancellationRequested ? 0 : options.WarmUpSeconds);
        var pace = new Pace();
        var secondsMax = options.SecondsPerSize * (runtime == RuntimeKind.Container ? options.Patience : 1);
        foreach (var size in options.Sizes)
        {
            if (stop.IsCancellationRequested || pace.Expected(size) > secondsMax)
            {
                break;
            }

            var turns = Operations.ToDictionary(o => o, _ => new List<Turn>());
            pace.Note(size, WorkClock.Seconds(() => heapPoints.Add(MeasureRound(chain, size, turns))));
            for (var round = 1; IsBearable(round); round++)
            {
                MeasureRound(chain, size, turns);
            }

            foreach (var operation in Operations)
            {
                points[operation].Add(PointOf(size, turns[operation]));
            }
        }

        rows.AddRange(Operations.Select(o => new ContainerRow(runtime, element, o, points[o].ToImmutable())));
        heaps.Add(new(runtime, element, heapPoints.ToImmutable()));

        bool IsBearable(int round) =>
            round < options.Rounds && pace.Seconds * round < secondsMax && !stop.IsCancellationRequested;
    }

    /// <summary>Operations on fewer elements than this are too short for the clock: they are repeated.</summary>
    private const int ElementsMin = 4000;

    /// <summary>One operation, done once or several times: seconds and bytes for one element.</summary>
    private readonly record struct Turn(double Seconds, double Bytes);

    /// <summary>Until the code is compiled as well as it will be.</summary>
    private static void WarmUp(SetChain chain, double seconds)
    {
        var none = new Dictionary<ContainerOperation, List<Turn>>();
        for (var spent = 0.0; spent < seconds;)
        {
            spent += WorkClock.Seconds(() => MeasureRound(chain, 300, none));
        }
    }

    private static ContainerPoint PointOf(int size, List<Turn> turns) =>
        new(size, Sample.Of(turns.Select(t => t.Seconds)), turns[0].Bytes);

    private static HeapPoint MeasureRound(
        SetChain chain, int size, Dictionary<ContainerOperation, List<Turn>> turns)
    {
        var repeats = Math.Max(1, ElementsMin / size);
        var heap = OneChain(chain, size);
        foreach (var operation in Operations)
        {
            var bytes = chain.Heap.AllocatedBytes;
            var seconds = WorkClock.Seconds(() => Repeat(chain, operation, size, repeats));
            if (turns.TryGetValue(operation, out var known))
            {
                var elements = (double)repeats * size;
                known.Add(new(seconds / elements, (chain.Heap.AllocatedBytes - bytes) / elements));
            }
        }

        return heap;
    }

    /// <summary>What one chain needs of a fresh heap; in the end the heap is fresh again.</summary>
    private static HeapPoint OneChain(SetChain chain, int size)
    {
        chain.Begin(size);
        chain.Insert(size);
        var heap = new HeapPoint(size, chain.Heap.Stats.HeapBytes, chain.LiveBytes());
        chain.Begin(size);
        return heap;
    }

    private static void Repeat(SetChain chain, ContainerOperation operation, int size, int repeats)
    {
        for (var i = 0; i < repeats; i++)
        {
            switch (operation)
            {
                case ContainerOperation.Insert:
                    chain.Insert(size);
                    break;
                case ContainerOperation.Contains:
                    Check(chain.Contains(size), size);
                    break;
                case ContainerOperation.Iterate:
                    Check(chain.Iterate(), size);
                    break;
                case ContainerOperation.Remove:
                    chain.RemoveAll(size);
                    break;
                default:
                    throw new UnreachableException($"no rule for {operation}");
            }
        }
    }

    /// <summary>A wrong answer, however fast, is no result.</summary>
    private static void Check(int found, int size)
    {
        if (found != size)
        {
            throw new InvalidOperationException($"a set of {size} elements shows {found}");
        }
    }
}
