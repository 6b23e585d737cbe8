using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// A fingerprint (FNV-1a, 64 bits) of what a run let us see: observations, and the locals at its end.
/// </summary>
/// <param name="Hash">Equal runs have equal ones.</param>
internal readonly record struct RunPrint(ulong Hash)
{
    public static RunPrint Empty { get; } = new(14695981039346656037);

    public RunPrint With(byte next) => new(unchecked((Hash ^ next) * 1099511628211));

    /// <summary>A text and its key; the key ends the text before it.</summary>
    public RunPrint With(int key, ReadOnlySpan<byte> text)
    {
        var print = With(0xFF).With((byte)(key & 0xFF)).With((byte)((key >> 8) & 0xFF));
        foreach (var letter in text)
        {
            print = print.With(letter);
        }

        return print;
    }

    public RunPrint With(ILocals locals, CanonicalWriter writer)
    {
        var print = this;
        foreach (var local in locals.InScope)
        {
            writer.Clear();
            locals.Write(local, writer);
            print = print.With(local, writer.Written);
        }

        return print;
    }
}
