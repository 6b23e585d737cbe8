using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>How registers, constants and bytes are spelled in a module's text.</summary>
internal static class WatText
{
    public static string Literal(in Instruction step) => step.Shape == SlotShape.F64
        ? FloatLiteral(step.Imm)
        : string.Create(CultureInfo.InvariantCulture, $"const {step.Imm}");

    /// <summary>The types that a slot takes in a signature, one register's or two.</summary>
    public static string WasmOf(SlotShape shape) => shape switch
    {
        SlotShape.I64 => "i64",
        SlotShape.F64 => "f64",
        SlotShape.Text or SlotShape.Items => "i32 i32",
        SlotShape.I32 or SlotShape.Byte => "i32",
        _ => throw new UnreachableException($"no type of WASM for {shape}"),
    };

    public static string SuffixOf(SlotShape kind) => kind.IsPair() ? "pair" : WasmOf(kind);

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
