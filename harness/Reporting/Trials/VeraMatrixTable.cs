using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>Element types by releases of Vera, for people and for scripts.</summary>
internal static class VeraMatrixTable
{
    /// <summary>What holds everywhere, and a table of what does not.</summary>
    public static void Print(VeraMatrixResult result, Screen screen)
    {
        var holding = result.Rows.Count(row => row.Entries.All(entry => entry.Holds));
        screen.Say(
            $"{holding} of {Numbers.Of(result.Rows.Length, "element type")} held on every release",
            holding == result.Rows.Length ? Tone.Good : Tone.Plain);
        Column[] columns = [new("element"), .. result.Releases.Select(release => Column.Words($"vera {release}"))];
        new TextTable(columns, [.. result.Rows.Select(row => (Entry[])[row.Element, .. row.Entries.Select(EntryOf)])])
            .Print(screen);
        screen.Out.WriteLine();
        screen.Out.WriteLine("holds: all cases did what the model says; otherwise how many failed, with the");
        screen.Out.WriteLine("collections that Vera makes itself (natural) or with one at every allocation");
        screen.Out.WriteLine("(eager); -: nothing was judged");
    }

    /// <summary>What is said where nothing was judged on a release; null: on each, something was.</summary>
    public static string? WhyEmpty(VeraMatrixResult result) => result.Empty.ToArray() is { Length: > 0 } empty
        ? Emptiness.Said($"nothing was judged on vera {string.Join(", ", empty)}")
        : null;

    private static Entry EntryOf(VeraMatrixEntry entry) => new(
        $"{entry}", entry.Holds ? Tone.Good : entry.Judged == 0 ? Tone.Soft : Tone.Bad);
}
