namespace Vera.GcStress.Properties;

/// <summary>The working tree that the laws are built from.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution in it.</summary>
    public static string Root { get; } = RootOf(new DirectoryInfo(AppContext.BaseDirectory));

    private static string RootOf(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Vera.GcStress.sln")) ? folder.FullName : RootOf(folder.Parent!);
}
