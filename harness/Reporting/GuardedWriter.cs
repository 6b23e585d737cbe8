using System.Text;

namespace Vera.GcStress.Reporting;

/// <summary>A stream of the process that may be closed or full.</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">
/// What to call it when that is the user's error; null where there is nobody left to tell, and what is written is lost.
/// </param>
/// <remarks>A reader that has gone away (<c>| head</c>) is no failure: what is left to say is dropped.</remarks>
internal sealed class GuardedWriter(TextWriter inner, string? name) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Guarded(() => inner.Write(value));

    public override void Write(string? value) => Guarded(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guarded(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guarded(() => inner.WriteLine(value));

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (name is not null)
            {
                throw new OutputException($"{name} cannot be written: {e.Message.Split(" : '")[0]}", e);
            }
        }
    }
}
