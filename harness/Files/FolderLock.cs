namespace Vera.GcStress.Files;

/// <summary>A folder that one process has for itself; the system takes it back however that process ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "lock";

    private readonly FileStream stream;

    private FolderLock(FileStream stream) => this.stream = stream;

    /// <summary>Null: another process has it, or this one.</summary>
    /// <remarks>What a process that was killed had begun to write is removed: it was never in place.</remarks>
    /// <exception cref="OutputException">No file can be made there.</exception>
    public static FolderLock? Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        WholeFile.Check(path);
        try
        {
            var held = new FolderLock(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            foreach (var begun in Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories))
            {
                WholeFile.Discard(begun);
            }

            return held;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The same, for a folder that is made if need be.</summary>
    /// <exception cref="OutputException">Another process has it.</exception>
    public static FolderLock Make(string folder)
    {
        WholeFile.MakeFolder(folder);
        return Take(folder) ?? throw new OutputException($"{folder}: another process is at work in this folder");
    }

    /// <summary>Whether something is what a process leaves that was killed before it wrote anything.</summary>
    public static bool Leaves(string path) =>
        Path.GetFileName(path) == Name || path.EndsWith(".tmp", StringComparison.Ordinal);

    public void Dispose() => stream.Dispose();
}
