using System.Text;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>Text files, read with care; every failure is one line.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(string path, int bytesMax)
    {
        try
        {
            return PlainFile.Bytes(path, bytesMax) is { } bytes
                ? Decode(bytes, path)
                : throw new CaseFormatException(0, $"too large for a case file: more than {bytesMax} bytes", path);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw new CaseFormatException(0, Describe(e), path);
        }
    }

    /// <summary>The text of a file that is part of this build.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(FileText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this build");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Decode(bytes, name);
    }

    /// <summary>Writes a file that can be read again.</summary>
    /// <exception cref="CaseFormatException">It would be too large for that.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, string text, int bytesMax)
    {
        var bytes = Strict.GetByteCount(text);
        if (bytes > bytesMax)
        {
            throw new CaseFormatException(0, $"too large to write: {bytes} bytes, at most {bytesMax}", path);
        }

        WholeFile.Write(path, text);
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
}
