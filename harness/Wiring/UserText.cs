using Vera.GcStress.Programs;

namespace Vera.GcStress.Wiring;

/// <summary>What the user wrote, as a message can say it again.</summary>
internal static class UserText
{
    /// <summary>In one line, without control characters.</summary>
    public static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    /// <summary>In one line of bounded length.</summary>
    public static string Shown(string text)
    {
        var line = OneLine(text);
        return line.Length <= 60 ? line : StringText.Repair(line, 60) + "...";
    }

    /// <summary>A path as it is.</summary>
    /// <exception cref="UsageException">No system has such a path.</exception>
    public static string Path(string text) => text.Length > 0 && !text.Contains('\0')
        ? text
        : throw new UsageException($"'{Shown(text)}' is not a path");
}
