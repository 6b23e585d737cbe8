using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Vera.GcStress.Files;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>
/// What a Python says of its imports when <c>PYTHONVERBOSE</c> is set: where its own library lies, and from which other
/// folders it took packages.
/// </summary>
internal static partial class VerboseImports
{
    /// <summary>The Python that imported a package vera; null if none did.</summary>
    public static VeraPython? Read(string told)
    {
        var names = ImportLine().Matches(told).Select(m => m.Groups["name"].Value).ToHashSet();
        var files = SourceLine().Matches(told).Select(m => m.Groups["file"].Value).Distinct().ToArray();
        if (!names.Contains("vera") || FolderOf("encodings", files) is not { } library
            || FolderOf("vera", files) is not { } first)
        {
            return null;
        }

        string[] places =
        [
            first,
            .. names.Select(name => FolderOf(name, files)).OfType<string>().Order(StringComparer.Ordinal),
        ];
        ImmutableArray<string> others = [.. places.Distinct().Where(place => !IsIn(place, library))];
        return (others.Select(EnvironmentOf).FirstOrDefault(found => found is not null)
            ?? InterpreterOf(library)) is { } python ? new(python, others) : null;
    }

    /// <summary>The interpreter of a virtual environment, if a folder is one.</summary>
    public static string? InEnvironment(string folder) =>
        FirstThere(folder, "bin/python", "bin/python3", "Scripts/python.exe");

    /// <summary>The folder that a package or module of a name was found in.</summary>
    /// <remarks>A folder that is a package itself has modules of its own, named as others may be.</remarks>
    private static string? FolderOf(string name, string[] files) => files
        .Select(file => file.Replace('\\', '/'))
        .Select(file =>
            file.EndsWith($"/{name}/__init__.py", StringComparison.Ordinal) ? file[..^$"/{name}/__init__.py".Length]
            : file.EndsWith($"/{name}.py", StringComparison.Ordinal) ? file[..^$"/{name}.py".Length]
            : null)
        .OfType<string>()
        .Where(folder => !PlainFile.Exists(Path.Combine(folder, "__init__.py")))
        .MinBy(folder => folder.Length);

    private static bool IsIn(string place, string library) =>
        place == library || place.StartsWith(library + "/", StringComparison.Ordinal);

    /// <summary>The interpreter of the virtual environment whose packages lie in a folder.</summary>
    private static string? EnvironmentOf(string place)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(place));
        string?[] roots = [root, Path.GetDirectoryName(root)];
        return roots.OfType<string>()
            .Where(folder => PlainFile.Exists(Path.Combine(folder, "pyvenv.cfg")))
            .Select(InEnvironment)
            .FirstOrDefault();
    }

    /// <summary>The interpreter whose library is <c>PREFIX/lib/python3.11</c>, or <c>PREFIX/Lib</c>.</summary>
    private static string? InterpreterOf(string library)
    {
        var parent = Path.GetDirectoryName(library) ?? library;
        return FirstThere(parent, "python.exe")
            ?? FirstThere(Path.GetDirectoryName(parent) ?? parent, $"bin/{Path.GetFileName(library)}", "bin/python3");
    }

    private static string? FirstThere(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (PlainFile.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return null;
    }

    [GeneratedRegex(@"^import '(?<name>\w+)' #", RegexOptions.Multiline)]
    private static partial Regex ImportLine();

    [GeneratedRegex(
        @"^# (?:.* matches |code object from '?)(?<file>[^\r\n']+\.py)'?\s*$",
        RegexOptions.Multiline)]
    private static partial Regex SourceLine();
}
