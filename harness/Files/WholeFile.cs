using System.Text;

namespace Vera.GcStress.Files;

/// <summary>The one place where files are written: whole or not at all; tells beforehand whether it can.</summary>
public static class WholeFile
{
    private static int writes;

    /// <summary>Writes beside the place, flushes to the disk, then renames: no reader ever sees half a file.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] bytes) => Guarded(path, () =>
    {
        var place = Resolved(path);
        if (IsDevice(place))
        {
            File.AppendAllBytes(place, bytes);
        }
        else
        {
            Replace(place, bytes);
        }
    });

    /// <summary>Adds to the end of a file, which need not be there yet.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Append(string path, string text) =>
        Guarded(path, () => File.AppendAllText(Resolved(path), text));

    /// <summary>Removes a file that we wrote; one that stays does no harm.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            // There are two files of one finding then.
        }
    }

    /// <summary>Removes a folder if nothing is in it.</summary>
    public static void DiscardEmptyFolder(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            // Something is in it, or another user's: it stays.
        }
    }

    /// <summary>Creates and removes a file beside the place, and leaves the place itself alone.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Check(string path) => Guarded(path, () =>
    {
        var place = Resolved(path);
        if (!IsDevice(place))
        {
            CheckBeside(place);
        }
        else if (FileKinds.Of(place) is null)
        {
            throw new OutputException($"{path}: cannot be written: it is not open");
        }
    });

    /// <summary>Makes a folder, with those above it, unless it is there.</summary>
    /// <exception cref="OutputException">It cannot be made.</exception>
    public static void MakeFolder(string path) => Guarded(path, () => Directory.CreateDirectory(path));

    /// <exception cref="OutputException">Files cannot be made in the folder, or it cannot be made.</exception>
    public static void CheckFolder(string path) => Guarded(path, () =>
    {
        var existing = Named(path);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            if (File.Exists(existing))
            {
                throw new OutputException($"{path}: cannot be a folder: there is a file");
            }

            existing = above;
        }

        CheckBeside(Path.Combine(existing, "vera-gcstress"));
    });

    private static void Replace(string place, byte[] bytes)
    {
        var beside = Beside(place);
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, place, overwrite: true);
        }
        catch
        {
            Discard(beside);
            throw;
        }
    }

    private static void CheckBeside(string place)
    {
        var beside = Beside(place);
        File.Create(beside).Dispose();
        File.Delete(beside);
    }

    private static string Beside(string place) =>
        $"{place}.{Environment.ProcessId}-{Interlocked.Increment(ref writes)}.tmp";

    /// <summary>What a link leads to: the file is replaced, and the link stays.</summary>
    /// <remarks>Neither would a pipe be replaced, nor could one tell whether it is read from.</remarks>
    private static string Resolved(string path)
    {
        var place = Named(path);
        return IsDevice(place) ? place
            : PlainFile.WhyNot(place) is { } other ? throw new OutputException($"{path}: cannot be written: {other}")
            : File.Exists(place) ? File.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place
            : place;
    }

    private static string Named(string path) => path.Any(char.IsControl)
        ? throw new OutputException($"{path}: cannot be written: its name has control characters")
        : Path.GetFullPath(path);

    private static bool IsDevice(string place) => IsStream(place) ||
        (place.StartsWith("/dev/", StringComparison.Ordinal) && FileKinds.Of(place) is FileKind.Device);

    /// <summary>Whether it names what a process has open already, whatever kind that is of.</summary>
    private static bool IsStream(string place) => place is "/dev/stdout" or "/dev/stderr" ||
        place.StartsWith("/dev/fd/", StringComparison.Ordinal) ||
        (place.StartsWith("/proc/", StringComparison.Ordinal) && place.Contains("/fd/", StringComparison.Ordinal));

    /// <summary>Some folders are the system's own, and take no files.</summary>
    private static string NoPlace(string path) =>
        Directory.Exists(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
            ? "no file can be made there"
            : "no such folder";

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw new OutputException($"{path}: cannot be written: " + e switch
            {
                FileNotFoundException or DirectoryNotFoundException => NoPlace(path),
                UnauthorizedAccessException => "no permission",
                _ => e.Message.Split(" : '")[0],
            }, e);
        }
    }

    private static bool IsOfTheSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
