using Vera.GcStress.Files;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>
/// Finds the Python behind a Vera: of what the user names, of the environment, or of the PATH.
/// </summary>
/// <remarks>
/// A Python, a console script, a shell's script or a shim, a command with words, the folder of a virtual environment or
/// of Vera's sources: each leads to an interpreter and folders of packages.
/// </remarks>
public static class VeraCommand
{
    /// <summary>The environment variable that names a Python which can import vera.</summary>
    public const string PythonVariable = "VERA_GCSTRESS_PYTHON";

    /// <summary>Whether the environment names one.</summary>
    internal static bool IsInEnvironment => Environment.GetEnvironmentVariable(PythonVariable) is { Length: > 0 };

    private const int ShebangChars = 256;

    /// <summary>Whether a Vera is named in the environment, or lies on the PATH.</summary>
    public static bool IsInstalled => Candidates(null, default).Any();

    /// <summary>Starts the first Python with a Vera that a command leads to.</summary>
    /// <param name="command">What the user names; null to look for one.</param>
    /// <param name="start">Starts one, and throws if it has no Vera.</param>
    /// <param name="stop">Gives up the search.</param>
    /// <exception cref="VeraException">There is none; the message is one line.</exception>
    internal static T Find<T>(string? command, Func<VeraPython, T> start, CancellationToken stop = default)
    {
        var failures = new List<VeraException>();
        foreach (var python in Candidates(command, stop))
        {
            try
            {
                return start(python);
            }
            catch (VeraException e)
            {
                failures.Add(e);
            }
        }

        throw failures.Count == 1 || (failures.Count > 1 && command is null) ? failures[0]
            : command is not null ? LeadsNowhere(command)
            : new VeraException(
            $"no Vera found: name one with --vera COMMAND or {PythonVariable}, or put vera on the PATH");
    }

    /// <summary>What a person types before <c>run FILE</c> to have the same Vera without the harness.</summary>
    public static IReadOnlyList<string> Words(string? command)
    {
        var named = command ?? Environment.GetEnvironmentVariable(PythonVariable) ?? "";
        if (named.Length > 0 && Directory.Exists(named) && InFolder(named).FirstOrDefault() is { } python)
        {
            string[] run = [python.Command, "-m", "vera.cli"];
            return python.Places is [var sources] ? ["env", $"PYTHONPATH={sources}", .. run] : run;
        }

        return named.Length == 0 ? ["vera"]
            : CommandWords.Of(named) is not [var word] ? CommandWords.Of(named)
            : CommandWords.IsPython(word) ? [word, "-m", "vera.cli"]
            : [word];
    }

    /// <summary>The Pythons that may have a Vera, the likeliest first; the later ones are looked for when asked for.
    /// </summary>
    private static IEnumerable<VeraPython> Candidates(string? command, CancellationToken stop)
    {
        if (command is null && Environment.GetEnvironmentVariable(PythonVariable) is { Length: > 0 } python)
        {
            return [VeraPython.Plain(python)];
        }

        if (command is not null && Directory.Exists(command))
        {
            return InFolder(Path.GetFullPath(command));
        }

        var words = CommandWords.Of(command ?? "vera");
        return words is [var first, ..] && CommandWords.FileOf(first) is { } file
            ? Behind([file, .. words.Skip(1)], stop).Distinct()
            : command is null ? [] : [VeraPython.Plain(command)];
    }

    private static IEnumerable<VeraPython> Behind(IReadOnlyList<string> words, CancellationToken stop)
    {
        var file = words[0];
        if (CommandWords.IsPython(file) && words is [_] or [_, "-m", "vera" or "vera.cli"])
        {
            yield return VeraPython.Plain(file);
            yield break;
        }

        if (words is [_] && Interpreter(file) is { } interpreter)
        {
            yield return VeraPython.Plain(interpreter);
        }

        if (AskedCommand.Python(words, stop) is { } asked)
        {
            yield return asked;
        }

        foreach (var other in words is [_] ? [.. Neighbours(file), file] : Array.Empty<string>())
        {
            yield return VeraPython.Plain(other);
        }
    }

    /// <summary>A virtual environment; or Vera's sources, with the environment in them, or else any Python.</summary>
    private static IEnumerable<VeraPython> InFolder(string folder)
    {
        if (PlainFile.Exists(Path.Combine(folder, "vera", "__init__.py")))
        {
            string?[] interpreters =
            [
                VerboseImports.InEnvironment(Path.Combine(folder, ".venv")),
                VerboseImports.InEnvironment(Path.Combine(folder, "venv")),
                CommandWords.FileOf("python3"),
                CommandWords.FileOf("python"),
            ];
            return interpreters.OfType<string>().Select(one => new VeraPython(one, [folder]));
        }

        return VerboseImports.InEnvironment(folder) is { } python ? [VeraPython.Plain(python)] : [];
    }

    /// <summary>What is said of a command behind which no Python has a Vera.</summary>
    private static VeraException LeadsNowhere(string command) => new(Directory.Exists(command)
        ? $"'{command}' is a folder, but neither a virtual environment nor the sources of Vera"
        : $"'{command}' is neither a vera command nor a Python that can import vera");

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
            return Array.Find(words, CommandWords.IsPython);
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
