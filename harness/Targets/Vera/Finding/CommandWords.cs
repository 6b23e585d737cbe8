using System.Text;
using Vera.GcStress.Files;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>What a user names as a command: its words, and the file that the first of them is.</summary>
internal static class CommandWords
{
    /// <summary>The words; a file or a folder is one word whatever its name, quotes keep words together.</summary>
    public static IReadOnlyList<string> Of(string command)
    {
        if (PlainFile.Exists(command) || Directory.Exists(command))
        {
            return [command];
        }

        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, any) = ('\0', false);
        foreach (var c in command)
        {
            if (c == quote || (quote == '\0' && c is '"' or '\''))
            {
                (quote, any) = (quote == '\0' ? c : '\0', true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                word.Append(c);
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0 || any)
            {
                words.Add($"{word}");
            }

            (word, any) = (word.Clear(), false);
        }
    }

    /// <summary>The file of a command, here or on the PATH; null if there is none.</summary>
    public static string? FileOf(string word)
    {
        if (word.Contains(Path.DirectorySeparatorChar) || PlainFile.Exists(word))
        {
            return PlainFile.Exists(word) ? Path.GetFullPath(word) : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, word + ending)))
            .FirstOrDefault(PlainFile.Exists);
    }

    /// <summary>Whether a file is a Python, by its name.</summary>
    public static bool IsPython(string file) =>
        Path.GetFileName(file).StartsWith("python", StringComparison.OrdinalIgnoreCase);
}
