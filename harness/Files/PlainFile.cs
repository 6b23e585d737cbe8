using System.Text;

namespace Vera.GcStress.Files;

/// <summary>The one place where files are opened to be read: plain ones only, whoever asks.</summary>
/// <remarks>
/// A pipe would be waited for without end, a device never ends, and a name with control characters would act on the
/// terminal that shows it: each is refused before it is opened, as an <see cref="IOException"/> of one line.
/// </remarks>
public static class PlainFile
{
    /// <summary>Whether something lies there that is no folder.</summary>
    public static bool Exists(string path) => File.Exists(path);

    /// <summary>Why a path is no plain file, in a few words; null if it is one, or if nothing is there.</summary>
    public static string? WhyNot(string path) =>
        path.Any(char.IsControl) ? "its name has control characters"
        : FileKinds.Of(path) is { } kind and not FileKind.Plain ? $"this is {Named(kind)}, not a file" : null;

    /// <summary>Opens a plain file to be read.</summary>
    /// <exception cref="IOException">It is no plain file, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not allowed.</exception>
    public static FileStream Open(string path) => WhyNot(path) is { } other
        ? throw new IOException(other)
        : new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>All that a file has, or null if that is more than <paramref name="bytesMax"/>.</summary>
    /// <remarks>Counted while reading, whatever the system says about the length: files grow.</remarks>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[]? Bytes(string path, int bytesMax)
    {
        using var stream = Open(path);
        using var bytes = new MemoryStream();
        var chunk = new byte[16 << 10];
        for (var read = stream.Read(chunk); read > 0; read = stream.Read(chunk))
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > bytesMax)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A file as UTF-8, whatever it holds; null if it has more than <paramref name="bytesMax"/>.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static string? Text(string path, int bytesMax)
    {
        if (Bytes(path, bytesMax) is not { } bytes)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }

    /// <summary>The first bytes of a file, as ASCII.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static string Start(string path, int bytesMax)
    {
        using var stream = Open(path);
        var start = new byte[bytesMax];
        return Encoding.ASCII.GetString(start, 0, stream.ReadAtLeast(start, bytesMax, throwOnEndOfStream: false));
    }

    private static string Named(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };
}
