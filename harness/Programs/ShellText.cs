using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>Arguments as a line that a shell takes apart into the same arguments.</summary>
internal static class ShellText
{
    public static string CommandLine(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Length > 0 &&
        argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,=+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : PlainText.Line(argument) == argument
                ? $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'"
                : $"$'{string.Concat(Encoding.UTF8.GetBytes(argument).Select(Spelt))}'";

    /// <summary>A byte inside <c>$'...'</c>, where shells take by number what no terminal should see.</summary>
    private static string Spelt(byte letter) =>
        letter is >= (byte)' ' and < 0x7F and not ((byte)'\'' or (byte)'\\')
            ? $"{(char)letter}"
            : $"\\x{letter:x2}";
}
