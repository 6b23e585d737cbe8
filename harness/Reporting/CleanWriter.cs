using System.Text;

namespace Vera.GcStress.Reporting;

/// <summary>Lets no control character through to a terminal, wherever text comes from: names of files, too.</summary>
internal sealed class CleanWriter(TextWriter inner) : TextWriter
{
    private const char InItsPlace = '\uFFFD';

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Clean(value));

    public override void Write(string? value) => inner.Write(Clean(value));

    public override void Write(char[] buffer, int index, int count) =>
        inner.Write(Clean(new string(buffer, index, count)));

    public override void WriteLine() => inner.WriteLine("");

    public override void WriteLine(string? value) => inner.WriteLine(Clean(value));

    private static string? Clean(string? text) =>
        text is null || !text.Any(c => Clean(c) != c) ? text : string.Concat(text.Select(Clean));

    private static char Clean(char c) => char.IsControl(c) && c is not ('\n' or '\t') && !IsPartOfLineEnd(c)
        ? InItsPlace
        : c;

    private static bool IsPartOfLineEnd(char c) => Environment.NewLine.Contains(c, StringComparison.Ordinal);
}
