using System.Text;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Triage;

/// <summary>What kind of thing an oracle saw, without where and how much of it.</summary>
internal static class EvidenceShape
{
    /// <summary>The oracle and the shape of its evidence.</summary>
    public static string Of(Verdict.Fail failure) => $"{failure.Oracle.Text()}: {Of(failure.Evidence)}";

    private static string Of(Evidence evidence) => evidence switch
    {
        Evidence.InCollection seen => Of(seen.Seen),
        Evidence.UnderOther seen => Of(seen.Seen),
        Evidence.OnHost seen => $"{seen.Host} {Of(seen.Seen)}",
        Evidence.InModule seen => $"compiled {Of(seen.Seen)}",
        Evidence.Trapped trapped => $"{trapped.Why.Reason} {WithoutNumbers(trapped.Why.Text)}",
        Evidence.BadFreeLink link => $"{link.GetType().Name} {link.Found} {(link.From == 0 ? "head" : "link")}",
        Evidence.RootsNotPopped left => $"{left.GetType().Name} {WithoutDigits(left.Function)}",
        Evidence.NotedOtherwise noted => $"{noted.GetType().Name} {noted.ToScan} {noted.IsReused}",
        Evidence.ShadowPointerMoved moved => $"{moved.GetType().Name} {(moved.After < moved.Before ? "down" : "up")}",
        Evidence.MapDisagrees map => $"{map.GetType().Name} {map.Map} {map.Heap}",
        _ => evidence.GetType().Name,
    };

    /// <summary>A function's name without what tells it from others of its kind.</summary>
    internal static string WithoutDigits(string name) => string.Concat(name.Where(c => !char.IsAsciiDigit(c)));

    /// <summary>The words without digits: all that can be told apart in the message of a real Vera.</summary>
    internal static string WithoutNumbers(string text)
    {
        var words = new StringBuilder();
        foreach (var word in text.Split(' ').Where(word => !word.Any(char.IsAsciiDigit)))
        {
            words.Append(word).Append(' ');
        }

        return words.ToString();
    }
}
