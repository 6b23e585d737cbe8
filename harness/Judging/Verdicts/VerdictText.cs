using System.Diagnostics;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>A verdict in one line.</summary>
internal static class VerdictText
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail fail => $"fail {fail.Oracle.Text()} (op {fail.Op}: {$"{fail.Evidence}".ReplaceLineEndings(" ")})",
        Verdict.Inconclusive limit => $"inconclusive ({limit.Reason})",
        Verdict.Unsupported gap => $"unsupported ({gap.Reason})",
        _ => throw new UnreachableException($"no words for {verdict}"),
    };
}
