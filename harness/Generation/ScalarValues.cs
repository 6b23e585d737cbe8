using System.Text;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Numbers and strings: ordinary ones, and those that have broken collectors and containers before.</summary>
/// <remarks>How hostile a case is, is drawn once with the case: many cases are wholly ordinary.</remarks>
internal sealed class ScalarValues(Draw draw, int hostilePercent)
{
    private static readonly long[] Integers =
    [
        long.MinValue, long.MinValue + 1, long.MaxValue, long.MaxValue - 1, int.MinValue, int.MaxValue,
        1L << 31, uint.MaxValue, 1L << 32, (1L << 53) + 1, -1, 0,
    ];

    private static readonly long[] Floats =
    [
        BitConverter.DoubleToInt64Bits(double.NaN),
        0x7FF8_0000_0000_0001,
        0x7FF0_0000_DEAD_BEEF,
        BitConverter.DoubleToInt64Bits(-0.0),
        BitConverter.DoubleToInt64Bits(0.0),
        BitConverter.DoubleToInt64Bits(double.PositiveInfinity),
        BitConverter.DoubleToInt64Bits(double.NegativeInfinity),
        BitConverter.DoubleToInt64Bits(double.Epsilon),
        0x000F_FFFF_FFFF_FFFF,
        BitConverter.DoubleToInt64Bits(double.MaxValue),
        BitConverter.DoubleToInt64Bits(9007199254740993.0),
        BitConverter.DoubleToInt64Bits(0.1),
    ];

    private static readonly string[] Strings =
    [
        "", "", "\u00e9", "e\u0301", "\u4e16\u754c", "\U0001F980", "\u200b", "\"\\", "\n\t", "\u0001", "\ud7ff",
        "\u00ff\u0100", "\u05d0\u0301", "nan", "None",
    ];

    /// <summary>Hostile integers out of a hundred that lie in the heap by their number.</summary>
    private const int RawPercent = 25;

    private static readonly string[] Words = ["a", "b", "k1", "k2", "id", "key", "name", "leaf", "value", "vera"];

    private const string Digits = "0123456789";

    /// <summary>What addresses are counted from.</summary>
    public int FirstGranule { get; init; }

    /// <summary>
    /// Where the heap starts, as a number: what lies in it is drawn as a number too, between granules as well. Null: it
    /// is not known.
    /// </summary>
    public int? HeapStart { get; init; }

    /// <summary>Whether hostile numbers are addresses and little else.</summary>
    public bool MostlyAddresses { get; init; }

    /// <summary>Keys that meet, and stand for most scalars of their types; null: none.</summary>
    public KeyPool? Keys { get; init; }

    public static bool Has(TypeKind kind) => kind <= TypeKind.Decimal;

    public Expr Of(VeraType type)
    {
        if (Keys?.Next(type) is { } key)
        {
            return key;
        }

        var hostile = hostilePercent > 0 && draw.Chance(hostilePercent);
        return type.Kind switch
        {
            TypeKind.Int => hostile ? HostileInt() : new Expr.Int(Ordinary()),
            TypeKind.Nat => hostile ? HostileNat() : new Expr.Nat(Math.Abs(Ordinary())),
            TypeKind.Float64 => hostile ? HostileFloat() : Expr.Float64.From(Ordinary() / 4.0),
            TypeKind.String => hostile ? HostileText() : new Expr.Text(Text()),
            TypeKind.Bool => new Expr.Bool(draw.Chance(50)),
            TypeKind.Byte => new Expr.Byte((byte)draw.Skewed(0, 255)),
            _ => new Expr.Decimal(hostile ? draw.Of<long>(Integers) >> 22 : Ordinary()),
        };
    }

    private int Ordinary()
    {
        var most = draw.Below(8) switch
        {
            < 5 => 12,
            < 7 => 1000,
            _ => GenerationLimits.OrdinaryIntMax,
        };
        return draw.Chance(75) ? draw.Between(0, most) : -draw.Between(0, most);
    }

    private Expr HostileInt() => Raw() is { } raw ? new Expr.Int(raw)
        : draw.Chance(AddressPercent(50)) ? Address(VeraType.Int)
        : new Expr.Int(draw.Of<long>(Integers));

    private Expr HostileNat() => Raw() is { } raw ? new Expr.Nat(raw)
        : draw.Chance(AddressPercent(50)) ? Address(VeraType.Nat)
        : new Expr.Nat(draw.Of<long>(Integers) & long.MaxValue);

    private int? Raw() => HeapStart is { } start && draw.Chance(RawPercent)
        ? start + draw.Below(8 * GenerationLimits.GranuleMax)
        : null;

    private Expr HostileFloat() =>
        draw.Chance(AddressPercent(40)) ? Address(VeraType.Float64) : new Expr.Float64(draw.Of<long>(Floats));

    private Expr HostileText() => draw.Below(8) switch
    {
        < 3 => Address(VeraType.String),
        < 7 => new Expr.Text(draw.Of<string>(Strings)),
        _ => new Expr.Text(LongText("\u00e9t\u00e9 ")),
    };

    private int AddressPercent(int usual) => MostlyAddresses ? 95 : usual;

    private Expr.Address Address(VeraType type) => new(type, Granule(), draw.Chance(50) ? -1 : Granule());

    private int Granule() => FirstGranule +
        draw.Below(draw.Chance(90) ? GenerationLimits.GranuleMax : GenerationLimits.GranuleFarMax);

    private string Text() => draw.Below(20) switch
    {
        < 11 => draw.Of<string>(Words),
        < 19 => draw.Of<string>(Words) + Digits[draw.Below(Digits.Length)],
        _ => LongText(draw.Of<string>(Words)),
    };

    /// <summary>A string longer than most blocks: the same word over and over.</summary>
    private string LongText(string word)
    {
        var wordBytes = Encoding.UTF8.GetByteCount(word);
        return new StringBuilder().Insert(0, word, draw.Between(1, GenerationLimits.TextBytesMax / wordBytes))
            .ToString();
    }
}
