using System.Collections.Concurrent;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Has cases compiled, some at a time, while those that are ready run.</summary>
/// <remarks>
/// What is compiled together hangs on the cases alone, and what comes of a case on that case: how fast a compiler is,
/// and which one it is, changes nothing. Each is used by one thread at a time.
/// </remarks>
internal sealed class CompilingAhead : IDisposable
{
    private readonly ProgramRunner[] compilers;
    private readonly CasePrograms programs;
    private readonly SemaphoreSlim turns;
    private readonly ConcurrentStack<ProgramRunner> idle;
    private readonly Dictionary<StressCase, Work> works = [];
    private readonly List<Task> left = [];

    /// <param name="compilers">Those that share the work; the first does all of it where it is done in time.</param>
    /// <param name="programs">Where programs go.</param>
    public CompilingAhead(ProgramRunner[] compilers, CasePrograms programs)
    {
        (this.compilers, this.programs) = (compilers, programs);
        turns = new(compilers.Length);
        idle = new(compilers.Reverse());
    }

    /// <summary>Turns to these cases: of all others, what has not been begun is left.</summary>
    /// <remarks>What has been begun goes on meanwhile: with a second compiler there is no waiting for it.</remarks>
    public void Turn(IEnumerable<StressCase> cases)
    {
        Leave(cases.Select(CasePrograms.AsCompiled).ToHashSet());
        programs.Trim();
    }

    /// <summary>Has these cases compiled, once it is done with the others.</summary>
    public void Add(IEnumerable<StressCase> cases)
    {
        foreach (var few in Few(programs.Unknown(cases).Where(one => !works.ContainsKey(one))))
        {
            var next = new Work();
            next.Done = Compile(few, next);
            foreach (var one in few)
            {
                works[one] = next;
            }
        }
    }

    /// <summary>Returns once a case is compiled, at once if it is.</summary>
    /// <exception cref="Finding.VeraException">There is no compiler any more.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public void Need(StressCase stressCase)
    {
        Wait(stressCase);
        if (programs.Unknown([stressCase]) is { Length: > 0 } unknown)
        {
            works.Remove(unknown[0]);
            Add(unknown);
            Wait(stressCase);
        }
    }

    /// <summary>Leaves what has not been begun, and waits for the rest: then the compilers are free.</summary>
    public void Rest()
    {
        Leave([]);
        Task.WhenAny(Task.WhenAll(works.Values.Select(work => work.Done).Concat(left))).GetAwaiter().GetResult();
        works.Clear();
    }

    public void Dispose()
    {
        Rest();
        turns.Dispose();
    }

    /// <summary>Forgets what is done, and what no case is waited for of, unless it has been begun.</summary>
    private void Leave(HashSet<StressCase> wanted)
    {
        var kept = works.Where(work => wanted.Contains(work.Key)).Select(work => work.Value).ToHashSet();
        left.RemoveAll(work => work.IsCompleted);
        foreach (var (one, work) in works.ToArray())
        {
            if (work.Done.IsCompleted || (!kept.Contains(work) && work.Leaves()))
            {
                works.Remove(one);
                left.Add(work.Done);
            }
        }
    }

    /// <summary>What makes one program: the first that are not too long together.</summary>
    private static IEnumerable<StressCase[]> Few(IEnumerable<StressCase> cases)
    {
        var few = new List<StressCase>();
        foreach (var one in cases)
        {
            var isFull = few.Count == VeraLimits.CasesPerProgram
                || few.Sum(other => other.Ops.Length) + one.Ops.Length > VeraLimits.OpsPerProgram;
            if (isFull && few.Count > 0)
            {
                yield return [.. few];
                few.Clear();
            }

            few.Add(one);
        }

        if (few.Count > 0)
        {
            yield return [.. few];
        }
    }

    /// <summary>Waits for a compiler that is idle; of those it takes the one that was used last.</summary>
    private async Task Compile(StressCase[] few, Work work)
    {
        await turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        idle.TryPop(out var compiler);
        try
        {
            if (work.Begins())
            {
                // It waits for a process most of the time: the pool's threads are for those who read its answers.
                await Task.Factory.StartNew(
                    () => compiler!.Compile(few, programs),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).ConfigureAwait(false);
            }
        }
        finally
        {
            idle.Push(compiler!);
            turns.Release();
        }
    }

    /// <summary>What was given up while other cases were waited for may be begun anew.</summary>
    private void Wait(StressCase stressCase)
    {
        try
        {
            if (works.TryGetValue(CasePrograms.AsCompiled(stressCase), out var work))
            {
                work.Done.GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException) when (!compilers[0].Stop.Either.IsCancellationRequested)
        {
        }
    }

    /// <summary>A program on its way. It is begun or left, whichever comes first.</summary>
    private sealed class Work
    {
        private const int Waits = 0;
        private const int Begun = 1;
        private const int Left = 2;

        private int state = Waits;

        public Task Done { get; set; } = Task.CompletedTask;

        public bool Begins() => Interlocked.CompareExchange(ref state, Begun, Waits) == Waits;

        /// <summary>Whether it is left now, or was before.</summary>
        public bool Leaves() => Interlocked.CompareExchange(ref state, Left, Waits) != Begun;
    }
}
