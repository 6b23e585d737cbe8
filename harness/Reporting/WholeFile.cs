using System.Text;

namespace Vera.GcStress.Reporting;

/// <summary>Writes result files whole or not at all, and tells beforehand whether it can.</summary>
public static class WholeFile
{
    private static readonly string[] Devices = ["/dev/", "/proc/"];

    private static int writes;

    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            var place = Resolved(path);
            if (IsDevice(place))
            {
                File.WriteAllText(place, text);
                return;
            }

            Replace(place, text);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>Adds to the end of a file, which need not be there yet.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Append(string path, string text)
    {
        try
        {
            File.AppendAllText(path, text);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>Creates and removes a file beside the place, and leaves the place itself alone.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Check(string path)
    {
        try
        {
            var place = Resolved(path);
            if (Directory.Exists(place))
            {
                throw new OutputException($"{path}: cannot be written: this is a folder");
            }

            if (!IsDevice(place))
            {
                CheckBeside(place);
            }
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Unwritable(path, e);
        }
    }

    /// <exception cref="OutputException">Files cannot be made in the folder, or it cannot be made.</exception>
    public static void CheckFolder(string path)
    {
        try
        {
            var existing = Path.GetFullPath(path);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
            {
                if (File.Exists(existing))
                {
                    throw new OutputException($"{path}: cannot be a folder: there is a file");
                }

                existing = above;
            }

            CheckBeside(Path.Combine(existing, "vera-gcstress"));
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Unwritable(path, e);
        }
    }

    private static void Replace(string place, string text)
    {
        var beside = Beside(place);
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, place, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
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
    private static string Resolved(string path)
    {
        var place = Path.GetFullPath(path);
        return !IsDevice(place) && File.Exists(place)
            ? File.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName ?? place
            : place;
    }

    private static bool IsDevice(string place) =>
        Devices.Any(d => place.StartsWith(d, StringComparison.Ordinal));

    private static OutputException Unwritable(string path, Exception e) => new(
        $"{path}: cannot be written: " + e switch
        {
            FileNotFoundException or DirectoryNotFoundException => "no such folder",
            UnauthorizedAccessException => "no permission",
            _ => e.Message.Split(" : '")[0],
        },
        e);

    private static bool IsOfTheSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
