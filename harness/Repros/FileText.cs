using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>Text files, read with care and written whole; every failure is one line.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static int writes;

    public static string Read(string path, int bytesMax)
    {
        try
        {
            return Directory.Exists(path)
                ? throw new CaseFormatException(0, "this is a folder, not a file", path)
                : Decode(Bytes(path, bytesMax), path);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw new CaseFormatException(0, Describe(e), path);
        }
    }

    /// <summary>Writes beside the place, flushes to the disk, then renames: no reader ever sees half a file.</summary>
    public static void Write(string path, string text, int bytesMax)
    {
        var bytes = Strict.GetBytes(text);
        if (bytes.Length > bytesMax)
        {
            throw new CaseFormatException(0, $"too large to write: {bytes.Length} bytes, at most {bytesMax}", path);
        }

        var beside = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref writes)}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            Discard(beside);
            throw new CaseFormatException(0, $"cannot be written: {Describe(e)}", path);
        }
    }

    /// <summary>What the system says about a file, in one line.</summary>
    public static string Describe(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or folder",
        UnauthorizedAccessException => "no permission",
        _ => HeaderText.OneLine(e.Message),
    };

    public static bool IsOfTheSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static byte[] Bytes(string path, int bytesMax)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        // Counted while reading, whatever the system says about the length: it may be a device.
        using var bytes = new MemoryStream();
        var chunk = new byte[16 << 10];
        for (var read = stream.Read(chunk); read > 0; read = stream.Read(chunk))
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > bytesMax)
            {
                throw new CaseFormatException(0, $"too large for a case file: more than {bytesMax} bytes", path);
            }
        }

        return bytes.ToArray();
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string path)
    {
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            throw new CaseFormatException(0, $"not a text file: byte {zero} is zero", path);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new CaseFormatException(0, $"not a text file: byte {e.Index} is not UTF-8", path);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            // What went wrong first is what the user should hear about.
        }
    }
}
