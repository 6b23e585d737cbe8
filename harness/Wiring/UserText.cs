using Vera.GcStress.Programs;

namespace Vera.GcStress.Wiring;

/// <summary>What the user wrote, as a message can say it again.</summary>
internal static class UserText
{
    /// <summary>In one line, without control characters.</summary>
    public static string OneLine(string text) => Plain(text).Trim();

    /// <summary>In one line of bounded length, with the blanks around it: they may be what is wrong.</summary>
    public static string Shown(string text)
    {
        var line = Plain(text);
        return line.Length <= 60 ? line : StringText.Repair(line, 60) + "...";
    }

    /// <summary>A path as it is.</summary>
    /// <exception cref="UsageException">No system has such a path, or it means a stream elsewhere.</exception>
    public static string Path(string text) => text switch
    {
        "-" => throw new UsageException(
            "'-' is no path here: standard output is /dev/stdout, standard input /dev/stdin, a file of that name ./-"),
        "" => throw new UsageException("'' is not a path"),
        _ when text.Contains('\0') => throw new UsageException($"'{Shown(text)}' is not a path"),
        _ => text,
    };

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
