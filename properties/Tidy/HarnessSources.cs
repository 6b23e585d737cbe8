namespace Vera.GcStress.Properties.Tidy;

/// <summary>The files that people write: where the repository is, and what each file says.</summary>
internal static class HarnessSources
{
    /// <summary>The folder that the solution stands in.</summary>
    public static string Root { get; } = RootOf(AppContext.BaseDirectory);

    /// <summary>The harness's C# files, by their path below <c>harness/</c>.</summary>
    public static (string Path, string Text)[] CSharp { get; } = [.. Below("harness", ".cs")];

    /// <summary>All that people read, by path in the repository: sources, scripts, pages.</summary>
    public static IEnumerable<(string Path, string Text)> Prose =>
        from file in Below("", ".cs", ".wat", ".py", ".md")
        where !file.Path.StartsWith("corpus/", StringComparison.Ordinal)
        select file;

    /// <summary>Files of some kinds below a folder of the repository, as paths below that folder, in order.</summary>
    public static IEnumerable<(string Path, string Text)> Below(string folder, params string[] kinds) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Path.Combine(Root, folder), file).Replace('\\', '/')
        where kinds.Contains(Path.GetExtension(path)) && !path.Split('/').Any(IsOutput)
        orderby path
        select (path, File.ReadAllText(file));

    /// <summary>The folder of a path, with dots as a namespace has; empty at the top.</summary>
    public static string FolderOf(string path) => (Path.GetDirectoryName(path) ?? "").Replace('\\', '/');

    private static bool IsOutput(string part) => part is "bin" or "obj" or "artifacts" or ".git" or "__pycache__";

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "Vera.GcStress.sln")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
