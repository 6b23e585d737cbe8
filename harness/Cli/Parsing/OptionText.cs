using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The values of options, from text; whatever is wrong with one is a <see cref="UsageException"/>.</summary>
internal static class OptionText
{
    /// <summary>The longest a campaign may be told to run.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromDays(30);

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>The longest seed: it is said again wherever the campaign is.</summary>
    private const int SeedChars = 200;

    public static Func<string, long> Count(long least, long most) => text => Number(text, least, most)
        ?? throw Wrong(text, $"a whole number from {least} to {most}");

    /// <summary>A number as it is; other text by its hash, so that anything unique names a campaign.</summary>
    /// <remarks>What begins as a hexadecimal number is one: a slip in it would name other cases unnoticed.</remarks>
    public static ulong Seed(string text)
    {
        if (text.Trim().Length is 0 or > SeedChars || text.StartsWith('-'))
        {
            throw Wrong(text, $"a number from 0 up, or a text of up to {SeedChars} characters such as a commit hash");
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out var hex)
                ? hex
                : throw Wrong(text, "a hexadecimal number of up to 64 bits");
        }

        return ulong.TryParse(text, NumberStyles.None, null, out var number)
            ? number
            : BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public static TimeSpan Time(string text)
    {
        var digits = text.TrimEnd('h', 'm', 's');
        var (_, milliseconds) = Array.Find(Units, u => u.Unit == text[digits.Length..]);
        return milliseconds > 0 && Number(digits, 1, (long)TimeMax.TotalMilliseconds / milliseconds) is { } count
            ? TimeSpan.FromMilliseconds(count * milliseconds)
            : throw Wrong(text, "a time above zero, at most 30 days, such as 500ms, 30s, 5m or 1h");
    }

    public static string Print(TimeSpan time)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        var (unit, length) = Units.Last(u => milliseconds % u.Milliseconds == 0);
        return $"{milliseconds / length}{unit}";
    }

    /// <summary>The most parts of a campaign.</summary>
    public const int ShardsMax = Campaigns.Shard.Most;

    public static (int Index, int Of) Shard(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 &&
            Number(text.AsSpan(slash + 1), 1, ShardsMax) is { } of && Number(text.AsSpan(0, slash), 1, of) is { } index
            ? ((int)index, (int)of)
            : throw Wrong(text, "a part and the number of parts, such as 1/4");
    }

    /// <summary>
    /// How many collections every schedule of a sweep has: <c>all-1</c>, <c>all-2</c>; null if it is none.
    /// </summary>
    public static int? Sweep(string text) => text switch
    {
        "all-1" => 1,
        "all-2" => 2,
        _ => null,
    };

    public static string PrintSweep(int points) => $"all-{points}";

    public static CollectionSchedule Schedule(string text)
    {
        var end = text.AsSpan().IndexOfAny(':', ' ');
        var (name, rest) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
        return (name, rest) switch
        {
            ("natural", "") => new CollectionSchedule.Natural(),
            ("eager", "") => new CollectionSchedule.Eager(),
            ("every", _) when Number(rest, 1, CaseLimits.ScheduleAllocation) is { } interval =>
                new CollectionSchedule.Every((int)interval),
            ("at", _) when Points(rest) is { Length: > 0 } points => new CollectionSchedule.At(points),
            ("natural" or "eager" or "every" or "at", _) => throw Wrong(
                text, "natural, eager, every:N or at:N,N... with ascending numbers from 1"),
            _ => throw new UsageException(
                $"unknown schedule '{UserText.Shown(name)}': natural, eager, every:N, at:N,N..., all-1 or all-2" +
                Spelling.Hint(UserText.Shown(name), ["natural", "eager", "every", "at", "all-1", "all-2"])),
        };
    }

    public static string Print(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Every every => $"every:{every.Interval}",
        CollectionSchedule.At at => $"at:{string.Join(',', at.Allocations)}",
        CollectionSchedule.Eager => "eager",
        _ => "natural",
    };

    public static ImmutableArray<TypeKind> Elements(string text)
    {
        var kinds = Listed(text).Select(name => OptionNames.Read<TypeKind>(name, "element")).ToHashSet();
        return [.. kinds.Order()];
    }

    public static ContainerChoice Containers(string text) =>
        Listed(text).Aggregate(default(ContainerChoice), (all, name) =>
            all | OptionNames.Read<ContainerChoice>(name, "container"));

    private static string[] Listed(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(n => n.Length > 0) ? names : throw Wrong(text, "a list of names with commas between them");
    }

    private static ImmutableArray<int> Points(string text)
    {
        var points = ImmutableArray.CreateBuilder<int>();
        foreach (var part in text.Split([',', ' '], CaseLimits.SchedulePoints + 1, StringSplitOptions.TrimEntries))
        {
            var least = points.Count == 0 ? 1 : points[^1] + 1;
            if (points.Count == CaseLimits.SchedulePoints ||
                Number(part, least, CaseLimits.ScheduleAllocation) is not { } point)
            {
                return [];
            }

            points.Add((int)point);
        }

        return points.DrainToImmutable();
    }

    private static long? Number(ReadOnlySpan<char> text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, null, out var number) && number >= least && number <= most
            ? number
            : null;

    private static UsageException Wrong(string text, string wanted) =>
        new($"'{UserText.Shown(text)}' is not {wanted}");
}
