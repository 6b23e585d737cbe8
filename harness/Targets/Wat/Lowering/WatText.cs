using System.Globalization;
using System.Text;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>How registers, constants and bytes are spelled in a module's text.</summary>
internal static class WatText
{
    public static string Literal(in Instruction step) => step.Shape == SlotKind.F64
        ? FloatLiteral(step.Imm)
        : string.Create(CultureInfo.InvariantCulture, $"const {step.Imm}");

    public static string WasmOf(HostType type) => type switch
    {
        HostType.I64 => "i64",
        HostType.F64 => "f64",
        HostType.Pair => "i32 i32",
        _ => "i32",
    };

    public static string WasmOf(SlotKind kind) => kind switch
    {
        SlotKind.I64 => "i64",
        SlotKind.F64 => "f64",
        _ => "i32",
    };

    public static string ResultOf(SlotKind kind) => kind == SlotKind.Pair ? "i32 i32" : WasmOf(kind);

    public static string SuffixOf(SlotKind kind) => kind == SlotKind.Pair ? "pair" : WasmOf(kind);

    public static string Escaped(ReadOnlySpan<byte> bytes)
    {
        var escaped = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            _ = b is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\'
                ? escaped.Append((char)b)
                : escaped.Append(CultureInfo.InvariantCulture, $"\\{b:x2}");
        }

        return escaped.ToString();
    }

    private static string FloatLiteral(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        if (double.IsNaN(value))
        {
            return $"const {(bits < 0 ? "-" : "")}nan:0x{bits & 0xFFFFFFFFFFFFF:x}";
        }

        return double.IsInfinity(value)
            ? $"const {(value < 0 ? "-inf" : "inf")}"
            : string.Create(CultureInfo.InvariantCulture, $"const {value:R}");
    }
}
