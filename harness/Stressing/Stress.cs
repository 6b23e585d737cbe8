using System.Diagnostics;
using Vera.GcStress.Files;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>Stresses programs, several at a time, each from its file to its verdict.</summary>
internal sealed class Stress(StressOptions options, Func<StressBench> open)
{
    /// <summary>The longest program that is read, in bytes.</summary>
    private const int SourceBytesMax = 16 << 20;

    /// <param name="files">The programs' files.</param>
    /// <param name="note">Told of each program, in their order; called by one thread at a time.</param>
    /// <param name="stop">Ends it soon, with what was judged until then.</param>
    public StressReport Run(IReadOnlyList<string> files, Action<ProgramResult> note, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var results = new IReadOnlyList<ProgramResult>?[files.Count];
        var turn = new Lock();
        var next = -1;
        var told = 0;
        var jobs = Enumerable.Range(0, Math.Min(options.Jobs, files.Count)).Select(_ => Task.Run(Work)).ToArray();
        Task.WhenAll(jobs).GetAwaiter().GetResult();
        return new(
            [.. results.OfType<IReadOnlyList<ProgramResult>>().SelectMany(of => of)], clock.Elapsed,
            stop.IsCancellationRequested);

        void Work()
        {
            using var bench = open();
            bench.Compiler.Stop = stop;
            for (var i = Interlocked.Increment(ref next); i < files.Count; i = Interlocked.Increment(ref next))
            {
                var judged = Judged(bench, files[i], clock, stop);
                lock (turn)
                {
                    results[i] = judged;
                    for (; told < results.Length && results[told] is { } ready; told++)
                    {
                        foreach (var result in ready)
                        {
                            note(result);
                        }
                    }
                }
            }
        }
    }

    /// <summary>What came of each function that is run of a program; none where it was stopped before.</summary>
    private List<ProgramResult> Judged(StressBench bench, string file, Stopwatch clock, CancellationToken stop)
    {
        var judged = new List<ProgramResult>();
        var begun = clock.Elapsed;
        try
        {
            foreach (var result in stop.IsCancellationRequested ? [] : Judge(bench, file, Over))
            {
                judged.Add(result with { Seconds = (clock.Elapsed - begun).TotalSeconds });
                begun = clock.Elapsed;
            }
        }
        catch (OperationCanceledException)
        {
        }

        return judged;

        bool Over() => clock.Elapsed > options.Time || stop.IsCancellationRequested;
    }

    private IEnumerable<ProgramResult> Judge(StressBench bench, string file, Func<bool> isOver)
    {
        if (isOver())
        {
            return [NotRun(file, "the time was up")];
        }

        if (Read(file, out var unread) is not { } source)
        {
            return [NotRun(file, unread)];
        }

        return bench.Compiler.Compile(source, Path.GetFullPath(file), out var rejected) is { } program
            ? Functions(program, source).Select(function => new ProgramStress(
                bench, options with { Function = function }, file, program, source).Judge(isOver))
            : [NotRun(file, $"Vera rejects it: {rejected}") with { IsRejected = true }];
    }

    private IReadOnlyList<string?> Functions(CompiledProgram program, string source) =>
        options.Function == StressOptions.EachFunction ? FunctionChoice.All(program, source) : [options.Function];

    private static string? Read(string file, out string reason)
    {
        try
        {
            reason = $"it is longer than {SourceBytesMax >> 20} MiB";
            return PlainFile.Text(file, SourceBytesMax);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"its file cannot be read: {e.Message}";
            return null;
        }
    }

    private static ProgramResult NotRun(string file, string reason) => new(file, ProgramVerdict.NotRun, reason, 0, []);
}
