using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Has cases compiled, some at a time, while those that are ready run.</summary>
/// <remarks>
/// What is compiled together hangs on the cases alone, and what comes of a case on that case: how fast the compiler is
/// changes nothing. The compiler is used by one thread at a time.
/// </remarks>
internal sealed class CompilingAhead(ProgramRunner runner, CasePrograms programs) : IDisposable
{
    private readonly Dictionary<StressCase, Task> ready = [];
    private Task last = Task.CompletedTask;
    private CancellationTokenSource stop = new();

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
            last = Next(last, few, stop.Token);
            foreach (var one in few)
            {
                ready[one] = last;
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

    /// <summary>Leaves what has not been begun, and waits for the rest: then the compiler is free.</summary>
    public void Rest()
    {
        stop.Cancel();
        Task.WhenAny(last).GetAwaiter().GetResult();
        stop.Dispose();
        (last, stop) = (Task.CompletedTask, new());
        ready.Clear();
    }

    public void Dispose()
    {
        Rest();
        stop.Dispose();
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

    private async Task Next(Task before, StressCase[] few, CancellationToken left)
    {
        await Task.WhenAny(before).ConfigureAwait(false);
        await Task.Run(
            () =>
            {
                if (!left.IsCancellationRequested)
                {
                    runner.Compile(few, programs);
                }
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What was given up while other cases were waited for may be begun anew.</summary>
    private void Wait(StressCase stressCase)
    {
        try
        {
            ready.GetValueOrDefault(CasePrograms.AsCompiled(stressCase), Task.CompletedTask).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!runner.Stop.Either.IsCancellationRequested)
        {
        }
    }
}
