using System.Globalization;
using System.Text.RegularExpressions;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>
/// Compiles cases, several as one program, and runs each on its own, in a process that it replaces as needed.
/// </summary>
/// <remarks>
/// Answers come one by one, so the case in which a process dies is known. Of a program that is rejected each case is
/// compiled alone: what takes time is what is in a program, and half of it is rejected about as often as all of it.
/// </remarks>
internal sealed partial class ProgramRunner(VeraPython python, CancellationToken end = default) : IDisposable
{
    private const int AttemptsMax = 3;
    private VeraWorker? worker;
    private int ranInProcess;

    // Bytes of literals that Vera adds to what is counted in the source, by what the program uses.
    private readonly Dictionary<int, int> addedBytes = [];

    /// <summary>How long to wait for each answer.</summary>
    public TimeSpan Deadline { get; init; } = VeraLimits.Deadline;

    /// <summary>Once either is cancelled, the process is ended and every call throws.</summary>
    public StopTokens Stop { get; } = new(end);

    /// <summary>The release, once a process has been started.</summary>
    public VeraVersion Version => Worker().Version;

    /// <summary>Where the heaps of all programs start.</summary>
    public int HeapStart => VeraLimits.HeapStartOf(Version);

    /// <summary>How the last process ended that was replaced before it was done; null: none was.</summary>
    public string? LastEnding { get; private set; }

    /// <summary>The folder of the package that the process has loaded.</summary>
    public string Package => Worker().Package;

    /// <summary>The interpreter that runs it.</summary>
    public string Interpreter => Worker().Interpreter;

    /// <summary>
    /// Runs each case, all of whose heaps start equally late; the answers are in the order of the cases.
    /// </summary>
    public CaseRun[] Run(ReadOnlySpan<StressCase> cases, bool eager)
    {
        var runs = new CaseRun[cases.Length];
        for (var first = 0; first < cases.Length; first += VeraLimits.CasesPerProgram)
        {
            var count = Math.Min(VeraLimits.CasesPerProgram, cases.Length - first);
            RunAsOne(cases.Slice(first, count), runs.AsSpan(first, count), eager);
        }

        return runs;
    }

    /// <summary>Where the heap of a program starts, or null if it is rejected.</summary>
    public int? HeapStartOf(string source)
    {
        Send(source, [], false, 0);
        if (Receive() is { } compiled)
        {
            Finish();
            return compiled.HeapStart;
        }

        Replace("the compiler");
        return null;
    }

    /// <summary>Runs the main of a case's program.</summary>
    public CaseRun RunProgram(string source, StressCase stressCase, int heapStart)
    {
        var eager = stressCase.Schedule is CollectionSchedule.Eager;
        Send(source, ["main"], eager, heapStart, new() { ["main"] = Given.Texts(stressCase) });
        var compiled = Receive();
        if (compiled?.HeapStart != heapStart)
        {
            return CaseRun.Unsupported(
                compiled is not null && Finish() ? Refusal(compiled.Rejected ?? "") : Replace("the compiler"));
        }

        var runs = new CaseRun[1];
        Collect(runs, 0);
        return runs[0];
    }

    public void Dispose()
    {
        worker?.Dispose();
        Stop.Dispose();
    }

    private void RunAsOne(ReadOnlySpan<StressCase> cases, Span<CaseRun> runs, bool eager)
    {
        if (Compile(cases, runs, eager) is not { } refused)
        {
            return;
        }

        if (cases.Length == 1)
        {
            runs[0] = refused;
        }
        else
        {
            for (var i = 0; i < cases.Length; i++)
            {
                RunAsOne(cases.Slice(i, 1), runs.Slice(i, 1), eager);
            }
        }
    }

    /// <summary>Compiles and runs the cases as one program; what comes of one of them if there is none.</summary>
    private CaseRun? Compile(ReadOnlySpan<StressCase> cases, Span<CaseRun> runs, bool eager)
    {
        if (kept is not null)
        {
            return CompileOnly(cases, runs);
        }

        var answered = 0;
        for (var attempt = 0; attempt < AttemptsMax || answered > 0; attempt++)
        {
            var wanted = HeapStart + cases[0].Tables.Start;
            var (source, padding, uses) = Padded(cases);
            if (padding < 0)
            {
                return CaseRun.Unsupported(TooLong);
            }

            var functions = Enumerable.Range(answered, cases.Length - answered).Select(EntryOf).ToArray();
            Send(source, functions, eager, wanted, Given.ToEach(cases, EntryOf));
            var compiled = Receive();
            if (compiled?.HeapStart is not { } heapStart)
            {
                return compiled?.Rejected is { } rejected && Finish() ? Refused(rejected) : Lost("the compiler");
            }

            if (heapStart != wanted)
            {
                addedBytes[uses] = addedBytes.GetValueOrDefault(uses) + heapStart - wanted;
                Finish();
                continue;
            }

            answered = Collect(runs, answered);
            if (answered == cases.Length)
            {
                return cases.Length > 1 ? FirstInvalid(runs) : null;
            }
        }

        return CaseRun.Unsupported("string literals of changing size");
    }

    /// <summary>
    /// Takes the answers from one run on; how many runs have one now. After the last, the process is idle.
    /// </summary>
    private int Collect(Span<CaseRun> runs, int answered)
    {
        for (var i = answered; i < runs.Length; i++)
        {
            var answer = Receive();
            if (answer?.Function != EntryOf(i) && answer?.Function != "main")
            {
                runs[i] = Lost(answer);
                return i + 1;
            }

            runs[i] = CaseRun.Of(
                answer.Rejected is { } rejected ? answer with { Rejected = Refusal(rejected) } : answer);
            ranInProcess++;
        }

        Finish();
        return runs.Length;
    }

    /// <summary>What is said of a case whose answer did not come; the process is replaced.</summary>
    private CaseRun Lost(WorkerAnswer? answer)
    {
        var ended = worker!.HasEnded();
        var how = Replace("the process");
        return answer is not null ? CaseRun.Died("the process wrote something that is no answer")
            : ended ? CaseRun.Died(how)
            : CaseRun.TimedOut(Deadline);
    }

    /// <summary>One function that is not valid ends all of them: which one it is shows only by itself.</summary>
    private static CaseRun? FirstInvalid(ReadOnlySpan<CaseRun> runs)
    {
        foreach (var run in runs)
        {
            if (run.IsInvalid)
            {
                return run;
            }
        }

        return null;
    }

    private CaseRun Lost(string what) => CaseRun.Unsupported(Replace(what));

    /// <summary>A program that Vera's checker takes and that its compiler makes no module of is a failure.</summary>
    private static CaseRun Refused(string rejected) =>
        InvalidModule.Words(rejected) is { } words ? CaseRun.Died(words) : CaseRun.Unsupported(Refusal(rejected));

    private static string TooLong => $"literals of more than {VeraLimits.LiteralBytes} bytes";

    private VeraSource Source(ReadOnlySpan<StressCase> cases)
    {
        var source = new VeraSource(HeapStart);
        for (var i = 0; i < cases.Length; i++)
        {
            source.Add(cases[i], EntryOf(i), EntryOf(i) + "_");
        }

        return source;
    }

    /// <summary>The program, padded so that its heap starts where all do, and by how much.</summary>
    private (string Source, int Padding, int Uses) Padded(ReadOnlySpan<StressCase> cases)
    {
        var source = Source(cases);
        var text = source.ToString();
        var uses = LiteralBytes.UsesOf(text);
        var literals = VeraLimits.LiteralBytes + cases[0].Tables.Start;
        var padding = literals - LiteralBytes.Of(text) - addedBytes.GetValueOrDefault(uses);
        if (padding > 0)
        {
            source.Pad(padding);
        }

        return (source.ToString(), padding, uses);
    }

    /// <summary>The first error without names and places, so that refusals can be counted.</summary>
    private static string Refusal(string rejected) =>
        $"Vera says {FunctionName().Replace(rejected.Split(" --> ")[0], "a function")}";

    [GeneratedRegex("Function '[^']*'|name `[^`]*`")]
    private static partial Regex FunctionName();

    private static string EntryOf(int place) => string.Create(CultureInfo.InvariantCulture, $"case_{place}");

    private void Send(
        string source, string[] functions, bool eager, int heapStart,
        Dictionary<string, IReadOnlyList<string>>? given = null) => Worker().Send(new(
            source, functions, eager, heapStart, VeraLimits.OutputChars, VeraLimits.RunSeconds,
            Text: kept is not null, given));

    /// <summary>Takes the answer that ends a request; a process that does not give it is replaced.</summary>
    private bool Finish() => Receive() is { Done: true } || Replace("the process").Length > 0;

    private VeraWorker Worker()
    {
        if (owesSince is { } since)
        {
            Settle(since);
        }

        if (ranInProcess >= VeraLimits.CasesPerProcess)
        {
            End();
        }

        if (worker is null)
        {
            Stop.Either.ThrowIfCancellationRequested();
            (worker, ranInProcess) = (VeraWorker.Start(python, Stop.Either), 0);
        }

        return worker;
    }

    /// <summary>Ends a process that has died or hangs; says which.</summary>
    private string Replace(string what)
    {
        LastEnding = worker!.HasEnded() ? worker.Ending! : $"{what} gave no answer within {Deadline.TotalSeconds} s";
        End();
        return LastEnding;
    }

    private void End()
    {
        worker?.Dispose();
        (worker, owesSince) = (null, null);
    }
}
