using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Scalars, strings and decimals as Vera source.</summary>
internal sealed class ScalarSource(Helpers helpers, SlotScope scope, int heapStart)
{
    public string Of(Expr expr) => expr switch
    {
        Expr.Int e => SourceLiterals.Int(e.Value),
        Expr.Nat e => SourceLiterals.Int(e.Value),
        Expr.Bool e => e.Value ? "true" : "false",
        Expr.Byte e => $"{helpers.Byte()}({e.Value})",
        Expr.Float64 e => SourceLiterals.Float64(e.Bits),
        Expr.Text e => Text(e.Value),
        Expr.Decimal e => Decimal(e.Quarters),
        Expr.Address e => Address(e),
        Expr.Turn e => Turn(e.Of),
        _ => throw new UnreachableException($"no Vera source for {expr.GetType()}"),
    };

    private static string Decimal(long quarters) => quarters % 4 == 0
        ? $"decimal_from_int({SourceLiterals.Int(quarters / 4)})"
        : $"decimal_from_float({SourceLiterals.Float64(BitConverter.DoubleToInt64Bits(quarters / 4.0))})";

    /// <summary>A string that is made at run time: a literal's bytes do not lie on the heap.</summary>
    private static string Text(string value)
    {
        if (value.Length == 0)
        {
            return "\"\"";
        }

        if (Rune.GetRuneAt(value, 0) is var first && first.Utf16SequenceLength == value.Length)
        {
            return $"string_repeat({SourceLiterals.Text(value)}, 1)";
        }

        if (Word(value) is { } word)
        {
            return $"string_repeat({SourceLiterals.Text(word)}, {value.Length / word.Length})";
        }

        var half = value.Length / 2;
        half += char.IsLowSurrogate(value[half]) ? 1 : 0;
        return $"string_concat({SourceLiterals.Text(value[..half])}, {SourceLiterals.Text(value[half..])})";
    }

    /// <summary>The shortest word that the text repeats at least three times, or null.</summary>
    private static string? Word(string value)
    {
        for (var length = 1; length <= value.Length / 3 && length <= 16; length++)
        {
            if (value.Length % length == 0
                && value.AsSpan(length).SequenceEqual(value.AsSpan(0, value.Length - length)))
            {
                return value[..length];
            }
        }

        return null;
    }

    private string Address(Expr.Address address) => address.Of.Kind switch
    {
        TypeKind.String => Text(HeapAddress.Text(heapStart, address)),
        TypeKind.Float64 => SourceLiterals.Float64(HeapAddress.Bits(heapStart, address)),
        _ => SourceLiterals.Int(HeapAddress.Bits(heapStart, address)),
    };

    private string Turn(VeraType type)
    {
        var turn = scope.Reference(SlotScope.Turn);
        return type.Kind switch
        {
            TypeKind.Int => turn,
            TypeKind.Nat => $"abs({turn})",
            TypeKind.Float64 => $"int_to_float({turn})",
            TypeKind.Bool => $"{turn} % 2 == 1",
            TypeKind.Byte => $"{helpers.Byte()}({turn} % 256)",
            TypeKind.String => $"int_to_string({turn})",
            TypeKind.Decimal => $"decimal_from_int({turn})",
            _ => throw new UnreachableException($"a turn has no value as {type}"),
        };
    }
}
