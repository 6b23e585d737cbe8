using System.Globalization;
using System.Text;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Wiring;

/// <summary>A case file as a Vera program that needs nothing of ours; a comment says what to look for.</summary>
internal static class VeraFile
{
    private const int ShownChars = 200;
    private const string PrintsFloats = "float_parts(";

    /// <summary>A program with a comment above it.</summary>
    /// <param name="Text">Both.</param>
    /// <param name="Fails">Whether it shows what the file says when it is run alone.</param>
    /// <param name="HeapStart">Where the heap starts that its addresses point into, and those of the comment.</param>
    public sealed record Written(string Text, bool Fails, int HeapStart);

    /// <summary>Where the program of a case file lies: beside it.</summary>
    public static string PathOf(string path) => Path.ChangeExtension(path, ".vera");

    /// <summary>The program without asking any Vera: the heap it is written for may be a few bytes off.</summary>
    public static Written Print(string path, CaseFile file)
    {
        var start = VeraSource.StartOf(file.Case);
        var comment = Comment(path, file, Expected(file.Case, start), null);
        return new(comment + VeraSource.Print(file.Case), Fails: false, start);
    }

    /// <summary>
    /// The program as a release compiles it, in a layout in which it shows what the file says; whether it fails there.
    /// </summary>
    public static Written Print(string path, CaseFile file, VeraTarget target)
    {
        var version = target.Version;
        var expect = file.Header.Releases.Of(version.Major, version.Minor, version.Patch) ?? file.Header.Expect;
        foreach (var padded in new[] { false, true })
        {
            if (target.ProgramOf(file.Case, padded) is not { } program)
            {
                continue;
            }

            var judge = new Judge(
                program, VeraChoice.ModelOf(program.HeapStart), VeraChoice.Oracles);
            var judged = judge.Try(file.Case, Effort.Observations);
            var fails = judged.Verdict is Verdict.Fail;
            if (padded || fails == (expect is Expectation.Fail))
            {
                var comment = Comment(path, file, judged.Expected!, judged);
                var verdict = HeaderLine(VerdictText.Of(judged.Verdict));
                return new($"{comment}-- Vera {version}: {verdict}\n\n{program.Source}", fails, program.HeapStart);
            }
        }

        return Print(path, file);
    }

    /// <summary>The program without the comment above it.</summary>
    public static string WithoutComment(string text) => string.Join(
        '\n', text.Split('\n').SkipWhile(line => line.Length == 0 || line.StartsWith("--", StringComparison.Ordinal)));

    /// <summary>As a release compiles it, or without asking any where there is no more time for that.</summary>
    public static Written Print(string path, VeraTarget? target)
    {
        var file = CaseFile.Read(path);
        try
        {
            return target is null ? Print(path, file) : Print(path, file, target);
        }
        catch (OperationCanceledException)
        {
            return Print(path, file);
        }
    }

    /// <summary>What a case's file tells of its program.</summary>
    /// <param name="file">The file.</param>
    /// <param name="heapStart">Where the heap starts that the program's addresses point into.</param>
    public static KnownSight Known(CaseFile file, int heapStart) =>
        new(Shows(file), Meant(file.Case, heapStart), Given.Texts(file.Case));

    /// <summary>What it takes to see a case fail, as its file says or else its schedule. Null: neither does.</summary>
    private static Shown? Shows(CaseFile file) =>
        Enum.TryParse<Shown>(file.Header.Shows, ignoreCase: true, out var shows) ? shows
        : file.Case.Schedule switch
        {
            CollectionSchedule.Natural => Shown.Visible,
            CollectionSchedule.Eager => Shown.Eager,
            _ => null,
        };

    /// <summary>What the program of a case is to print.</summary>
    private static string Meant(StressCase stressCase, int heapStart)
    {
        var text = new StringBuilder();
        var expected = Expected(stressCase, heapStart);
        for (var i = 0; i < expected.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{expected.KeyAt(i)} {AsPrinted(expected.TextAt(i))}\n");
        }

        return $"{text}";
    }

    private static string AsPrinted(ReadOnlySpan<byte> text) => FloatText.AsPrinted(Encoding.UTF8.GetString(text));

    /// <summary>The program made small, if Vera's own host shows the same in it; and whether a run alone fails.
    /// </summary>
    public static Written Small(string path, Written whole, VeraChoice choice, TimeSpan time)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(choice.End);
        limit.CancelAfter(time);
        var source = WithoutComment(whole.Text);
        var known = Known(CaseFile.Read(path), whole.HeapStart);
        var small = ProgramShrinker.Shrink(
            choice.Command, source, known, ProgramShrinker.AttemptsUsual, null, limit.Token, out _);
        if (small is not { IsConfirmed: true })
        {
            return whole;
        }

        if (ProgramSight.Worst(small.Result) is not { } worst)
        {
            return whole with { Text = whole.Text.Replace(source, small.Source, StringComparison.Ordinal) };
        }

        var (remarks, releases) = About(path);
        var facts = new IssueFacts(Path.GetFileName(PathOf(path)), small.Source, worst, $"{choice}", IsConfirmed: true)
        {
            Remarks = remarks,
            Releases = releases,
            Arguments = known.Arguments,
        };
        var comment = $"-- Written by vera-gcstress from {PlainText.Line(Path.GetFileName(path))}.\n";
        return new(
            $"{comment}{BugWords.Comment(facts)}\n{small.Source}", worst.Shows != Shown.Latent, whole.HeapStart);
    }

    /// <summary>What a case's file says of its bug.</summary>
    public static (IReadOnlyList<string> Remarks, IReadOnlyList<string> Releases) About(string path) =>
        ([.. CaseFile.Remarks(path).Select(HeaderLine)], [.. CaseFile.Read(path).Header.Releases.Lines]);

    private static Transcript Expected(StressCase stressCase, int heapStart) =>
        VeraChoice.ModelOf(heapStart).Run(stressCase).Observations;

    private static string Comment(string path, CaseFile file, Transcript expected, Judgement? judged)
    {
        var text = new StringBuilder();
        var header = file.Header;
        var shows = Shows(file);
        var given = Given.Texts(file.Case);
        string[] call = given.IsEmpty ? [] : ["--fn", "main", "--", .. given];
        var name = ShellText.CommandLine([Path.GetFileName(PathOf(path)), .. call]);
        Line($"Written by vera-gcstress from {PlainText.Line(Path.GetFileName(path))}. Run it with");
        if (shows == Shown.Latent)
        {
            Line($"    vera-gcstress stress --vera vera {name}");
            Line("(it prints what it should: only instruments show what is wrong).");
        }
        else
        {
            Line($"    {(shows == Shown.Eager ? "VERA_EAGER_GC=1 " : "")}vera run {name}");
            Line(shows == Shown.Eager
                ? "(the variable makes every allocation collect)."
                : "(with the collections that Vera makes itself).");
        }

        foreach (var remark in CaseFile.Remarks(path))
        {
            Line(HeaderLine(remark));
        }

        Line($"Each line of output is the number of an op and what it saw.");
        if (VeraSource.Print(file.Case).Contains(PrintsFloats, StringComparison.Ordinal))
        {
            Line("A float with a fraction is printed as a whole number times a power of two: 1.5 as 3p-1.");
        }

        Observations("Expected:", expected);
        foreach (var release in header.Releases.Lines)
        {
            Line($"Vera {release}");
        }

        if (judged?.Seen is { } seen)
        {
            Observations("Seen:", seen);
            if (judged.Outcome is Outcome.Trapped trap)
            {
                Line($"    and then: {trap.Why}");
            }
        }

        return $"{text}";

        void Observations(string title, Transcript transcript)
        {
            Line(title);
            for (var i = 0; i < transcript.Count; i++)
            {
                var shown = HeaderLine(AsPrinted(transcript.TextAt(i)));
                Line($"    #{transcript.KeyAt(i)} {shown}");
            }
        }

        void Line(string line) => text.Append("-- ").Append(line.TrimEnd()).Append('\n');
    }

    /// <summary>A text from a heap that may be corrupt, as it can stand in a comment.</summary>
    private static string HeaderLine(string text)
    {
        var line = UserText.OneLine(text.Length <= ShownChars ? text : StringText.Repair(text, ShownChars) + "...");
        return StringText.Repair(line, ShownChars + 3);
    }
}
