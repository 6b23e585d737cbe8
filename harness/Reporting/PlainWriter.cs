using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>The way of all words to a terminal: whatever they quote, they are plain once they are past this.</summary>
/// <param name="inner">Where they go.</param>
/// <param name="written">Told of each time something goes there.</param>
internal sealed class PlainWriter(TextWriter inner, Action written) : TextWriter
{
    private readonly Lock turn = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write($"{value}");

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => InTurn(() => inner.Write(PlainText.Lines(value ?? "")));

    public override void WriteLine() => InTurn(inner.WriteLine);

    public override void WriteLine(string? value) => InTurn(() => inner.WriteLine(PlainText.Lines(value ?? "")));

    public override void Flush() => inner.Flush();

    private void InTurn(Action write)
    {
        lock (turn)
        {
            written();
            write();
        }
    }
}
