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
    private readonly Dictionary<StressCase, Task> ready = [];
    private CancellationTokenSource stop = new();

    /// <param name="compilers">Those that share the work; the first does all of it where it is done in time.</param>
    /// <param name="programs">Where programs go.</param>
    public CompilingAhead(ProgramRunner[] compilers, CasePrograms programs)
    {
        (this.compilers, this.programs) = (compilers, programs);
        turns = new(compilers.Length);
        idle = new(compilers.Reverse());
    }

    /// <summary>Begins with these cases; those of the last time that have not been begun are left.</summary>
    public void Begin(IEnumerable<StressCase> cases)
    {
        Rest();
        programs.Trim();
        Add(cases);
    }

    /// <summary>Goes on with these cases, once it is done with the others.</summary>
    public void Add(IEnumerable<StressCase> cases)
    {
        foreach (var few in Few(programs.Unknown(cases).Where(one => !ready.ContainsKey(one))))
        {
            var next = Compile(few, stop.Token);
            foreach (var one in few)
            {
                ready[one] = next;
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
            ready.Remove(unknown[0]);
            Add(unknown);
            Wait(stressCase);
        }
    }

    /// <summary>Leaves what has not been begun, and waits for the rest: then the compilers are free.</summary>
    public void Rest()
    {
        stop.Cancel();
        Task.WhenAny(Task.WhenAll(ready.Values)).GetAwaiter().GetResult();
        stop.Dispose();
        stop = new();
        ready.Clear();
    }

    public void Dispose()
    {
        Rest();
        stop.Dispose();
        turns.Dispose();
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
    private async Task Compile(StressCase[] few, CancellationToken left)
    {
        await turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        idle.TryPop(out var compiler);
        try
        {
            // It waits for a process most of the time: the pool's threads are for those who read its answers.
            await Task.Factory.StartNew(
                () =>
                {
                    if (!left.IsCancellationRequested)
                    {
                        compiler!.Compile(few, programs);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).ConfigureAwait(false);
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
            ready.GetValueOrDefault(CasePrograms.AsCompiled(stressCase), Task.CompletedTask).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!compilers[0].Stop.Either.IsCancellationRequested)
        {
        }
    }
}
