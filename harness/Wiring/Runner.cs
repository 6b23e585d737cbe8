namespace Vera.GcStress.Wiring;

/// <summary>How this tool was started, so that a command that is printed can be pasted where the user is.</summary>
internal static class Runner
{
    private const string Tool = "vera-gcstress";
    private const string Output = "artifacts/bin/Vera.GcStress";

    /// <summary>The words before the verb.</summary>
    public static IReadOnlyList<string> Here { get; } = Of(
        Environment.ProcessPath,
        AppContext.BaseDirectory,
        Environment.CurrentDirectory,
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));

    /// <param name="process">The program that runs us.</param>
    /// <param name="folder">Where our own files are.</param>
    /// <param name="current">Where the user is.</param>
    /// <param name="searched">Where the system looks for commands.</param>
    internal static IReadOnlyList<string> Of(string? process, string folder, string current, string[] searched)
    {
        var name = Path.GetFileNameWithoutExtension(process);
        var built = Path.TrimEndingDirectorySeparator(Path.GetRelativePath(Path.Combine(current, Output), folder));
        return name == "dotnet" ? ["dotnet", Shown(Path.Combine(folder, $"{Tool}.dll"), current)]
            : process is null || name != Tool ? [Tool] // In another program, such as a test.
            : built is "release" or "debug" ? ["dotnet", "run", "--project", "harness", "-c", Named(built), "--"]
            : searched.Any(place => place.Length > 0 && place == Path.GetDirectoryName(process)) ? [Tool]
            : [Shown(process, current)];
    }

    private static string Named(string configuration) => configuration == "release" ? "Release" : "Debug";

    /// <summary>From where the user is, if it lies below.</summary>
    private static string Shown(string file, string current)
    {
        var relative = Path.GetRelativePath(current, file);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? file
            : relative.Contains(Path.DirectorySeparatorChar) ? relative
            : Path.Combine(".", relative);
    }
}
