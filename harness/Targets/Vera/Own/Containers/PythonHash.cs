using System.Numerics;
using System.Text;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>The hashes of CPython on 64 bits; those of texts with PYTHONHASHSEED=0.</summary>
internal static class PythonHash
{
    private const int ModulusBits = 61;
    private const ulong Modulus = (1UL << ModulusBits) - 1;

    public static long Of(char tag, HostValue value) => tag switch
    {
        's' => OfText(value.TextDue),
        'f' => OfReal(BitConverter.Int64BitsToDouble(value.Bits)),
        _ => OfInteger(value.Bits),
    };

    private static long OfInteger(long value)
    {
        var magnitude = (long)(BigInteger.Abs(value) % Modulus);
        return NotMinusOne(value < 0 ? -magnitude : magnitude);
    }

    /// <summary>A number modulo 2^61 - 1, so that a whole one hashes as the integer does.</summary>
    private static long OfReal(double value)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? 314159 : -314159;
        }

        if (double.IsNaN(value) || value == 0)
        {
            return 0;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = (ulong)(bits & 0xFFFFFFFFFFFFF);
        var mantissa = exponent == 0 ? fraction : fraction | (1UL << 52);
        var shift = ((Math.Max(exponent, 1) - 1075) % ModulusBits + ModulusBits) % ModulusBits;
        var hash = (long)(ulong)(((UInt128)mantissa << shift) % Modulus);
        return NotMinusOne(value < 0 ? -hash : hash);
    }

    private static long OfText(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var hash = SipHash13.Of(Stored(text));
        return NotMinusOne(unchecked((long)hash));
    }

    /// <summary>A text as CPython keeps it: characters in one, two or four bytes, what the largest needs.</summary>
    private static byte[] Stored(string text)
    {
        var largest = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            largest = Math.Max(largest, rune.Value);
        }

        return largest switch
        {
            < 0x100 => Encoding.Latin1.GetBytes(text),
            < 0x10000 => Encoding.Unicode.GetBytes(text),
            _ => Encoding.UTF32.GetBytes(text),
        };
    }

    private static long NotMinusOne(long hash) => hash == -1 ? -2 : hash;
}
