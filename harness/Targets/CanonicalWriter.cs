using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vera.GcStress.Targets;

/// <summary>
/// Writes values in the one text that every target must agree on: <c>Some("a")</c>, <c>[1, 2]</c>, <c>{1: -0.0}</c>.
/// </summary>
/// <remarks>
/// ASCII only: every other byte of a string is written as <c>\xNN</c>, so even corrupt strings have a text. The
/// buffer is reused; the hot lane writes hundreds of values per case.
/// </remarks>
public sealed class CanonicalWriter
{
    /// <summary>How the text of a closure begins.</summary>
    public const string ClosureBegins = "closure(";

    /// <summary>Below this, doubles without a fraction are written as integers are, and faster so.</summary>
    private const double WholeMax = 1e15;

    /// <summary>What stands for itself in a string.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b).Where(b => b is not (byte)'"' and not (byte)'\\')]);

    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>All that was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Forgets the text and keeps the buffer.</summary>
    public void Clear() => length = 0;

    /// <summary>In decimal digits.</summary>
    public void Int(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        length += written;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Shortest text that reads back as the same bits; every NaN is <c>nan</c>.</summary>
    public void Float64(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        if (double.IsNaN(value))
        {
            Raw("nan"u8);
            return;
        }

        if (Math.Abs(value) < WholeMax && Math.Floor(value) == value && bits != long.MinValue)
        {
            Int((long)value);
            return;
        }

        value.TryFormat(Room(32), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>A decimal as its number of quarters: <c>2.5d</c>.</summary>
    public void Decimal(decimal value)
    {
        // As few digits as it takes: 2.50 and 2.5 are equal decimals.
        var plain = value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
        plain.TryFormat(Room(40), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        Raw("d"u8);
    }

    /// <summary>A string in quotes.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        while (utf8.IndexOfAnyExcept(Plain) is >= 0 and var special)
        {
            Raw(utf8[..special]);
            Raw("\\x"u8);
            Utf8Formatter.TryFormat(utf8[special], Room(2), out _, new('X', 2));
            length += 2;
            utf8 = utf8[(special + 1)..];
        }

        Raw(utf8);
        Raw("\""u8);
    }

    /// <summary>Names, brackets, separators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(Room(ascii.Length));
        length += ascii.Length;
    }

    /// <summary>Names, brackets, separators.</summary>
    public void Raw(string ascii)
    {
        var room = Room(ascii.Length);
        for (var i = 0; i < ascii.Length; i++)
        {
            room[i] = (byte)ascii[i];
        }

        length += ascii.Length;
    }

    /// <summary>The text so far.</summary>
    public override string ToString() => System.Text.Encoding.ASCII.GetString(Written);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - length < bytes)
        {
            Grow(bytes);
        }

        return buffer.AsSpan(length);
    }

    private void Grow(int bytes) => Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
}
