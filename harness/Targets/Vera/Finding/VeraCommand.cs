using Vera.GcStress.Files;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>
/// Finds the Python behind a Vera: of a command that the user names, of the environment, or of the PATH.
/// </summary>
public static class VeraCommand
{
    /// <summary>The environment variable that names a Python which can import vera.</summary>
    public const string PythonVariable = "VERA_GCSTRESS_PYTHON";

    private const int ShebangChars = 256;

    /// <summary>
    /// The commands that may be a Python with a Vera, the likeliest first; none if no Vera is named anywhere.
    /// </summary>
    /// <param name="command">A Python, or the <c>vera</c> command of an installation; null to look for one.</param>
    public static IReadOnlyList<string> Candidates(string? command)
    {
        if (command is null && Environment.GetEnvironmentVariable(PythonVariable) is { Length: > 0 } python)
        {
            return [python];
        }

        var found = OnPath(command ?? "vera");
        if (found is null)
        {
            return command is null ? [] : [command];
        }

        string?[] candidates = [IsPython(found) ? found : null, Interpreter(found), .. Neighbours(found), found];
        return [.. candidates.OfType<string>().Distinct()];
    }

    /// <summary>What a person types before <c>run FILE</c> to have the same Vera without the harness.</summary>
    public static IReadOnlyList<string> Words(string? command)
    {
        var named = command ?? Environment.GetEnvironmentVariable(PythonVariable) ?? "";
        named = named.Length > 0 ? named : "vera";
        return IsPython(named) ? [named, "-m", "vera.cli"] : [named];
    }

    /// <summary>What is said of a command behind which no Python has a Vera.</summary>
    internal static VeraException LeadsNowhere(string command) =>
        new($"'{command}' is neither a vera command nor a Python that can import vera");

    /// <summary>The file of a command, or null.</summary>
    private static string? OnPath(string command)
    {
        if (command.Contains(Path.DirectorySeparatorChar) || PlainFile.Exists(command))
        {
            return PlainFile.Exists(command) ? Path.GetFullPath(command) : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(PlainFile.Exists);
    }

    private static bool IsPython(string file) =>
        Path.GetFileName(file).StartsWith("python", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The Python that a script's first line names: installed commands are scripts of their environment.
    /// </summary>
    private static string? Interpreter(string script)
    {
        try
        {
            var line = PlainFile.Start(script, ShebangChars).Split('\n')[0].Trim();
            if (!line.StartsWith("#!", StringComparison.Ordinal))
            {
                return null;
            }

            var words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Array.Find(words, IsPython);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Neighbours(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        string[] names = ["python", "python3", "python.exe"];
        return names.Select(name => Path.Combine(folder, name)).Where(PlainFile.Exists);
    }
}
