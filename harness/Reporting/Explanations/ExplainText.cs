using System.Text;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>The report on one case, for a maintainer in a hurry: what failed first, why last.</summary>
public static class ExplainText
{
    /// <summary>The most lines that a report has.</summary>
    public const int LinesMax = 40;

    private const int LineCharsMax = 200;
    private const int StepsMax = 10;
    private const int BytesARow = 16;

    /// <summary>At most <see cref="LinesMax"/> lines, without a line end after the last.</summary>
    public static string Report(ExplainedCase explained)
    {
        var lines = new List<string>();
        var explanation = explained.Explanation;
        if (explanation.Failure is { } failure)
        {
            Failure(lines, explained, failure);
        }
        else
        {
            lines.Add(explanation.Verdict is Verdict.Pass
                ? $"PASS: {PlainText.Line(explained.File)} ({explained.Heap})"
                : $"{VerdictText.Of(explanation.Verdict)}: {PlainText.Line(explained.File)} ({explained.Heap})");
            About(lines, explanation);
        }

        return string.Join('\n', lines.Take(LinesMax).Select(Cut));
    }

    private static void Failure(List<string> lines, ExplainedCase explained, FailureFacts failure)
    {
        lines.Add($"FAIL {failure.Fail.Oracle.Text()}: {$"{failure.Fail.Evidence}".ReplaceLineEndings(" ")}");
        Add(lines, "case", $"{PlainText.Line(explained.File)} ({explained.Heap})");
        lines.AddRange(Facts(explained.Explanation));
        if (explained.Signature is { } bug && !bug.Contains('\n'))
        {
            Add(lines, "signature", bug);
        }

        lines.Add("");
        lines.Add($"LIKELY CAUSE ({OptionName(failure.Cause.Layer)}): {failure.Cause.Title}");
        lines.AddRange(failure.Cause.Why.Select(why => $"  {why}"));
    }

    /// <summary>What happened in the run, without what it came to and why.</summary>
    internal static IEnumerable<string> Facts(Explanation explanation)
    {
        var lines = new List<string>();
        About(lines, explanation);
        if (explanation.Failure is { } failure)
        {
            Facts(lines, explanation, failure);
        }

        return lines.Select(Cut);
    }

    private static void Facts(List<string> lines, Explanation explanation, FailureFacts failure)
    {
        Add(lines, "seen", failure.Moment);
        Ops(lines, failure, explanation.Case);
        Block(lines, failure);
        Damage(lines, failure.Damage);
        Kept(lines, failure.Kept);
        if (failure.AllocationFlaw is { } flaw)
        {
            Add(lines, "allocated", $"{flaw}");
        }

        foreach (var contrast in explanation.Contrasts)
        {
            Add(lines, contrast.What, $"{contrast.Without} without collections, {contrast.With} with them");
        }
    }

    private static void About(List<string> lines, Explanation explanation)
    {
        var (stressCase, history) = (explanation.Case, explanation.History);
        Add(lines, "run", $"schedule {stressCase.Schedule}, heap {$"{stressCase.Heap}".ToLowerInvariant()}, " +
            $"{Numbers.Of(stressCase.Ops.Length, "op")}, " +
            $"{Numbers.Of(history.Ops is [.., var last] ? last.LastAllocation : 0, "allocation")}, " +
            $"{Numbers.Of(history.Collections.Count, "collection")}");
        if (explanation.Variant is { } variant)
        {
            Add(lines, "variant", variant);
        }
    }

    private static void Block(List<string> lines, FailureFacts failure)
    {
        if (failure.Block is not { } block)
        {
            return;
        }

        Add(lines, "block", $"{block.Name} at 0x{block.Payload:x}, {Numbers.Of(block.Bytes, "byte")}" +
            (block.PointerFree ? ", pointer-free" : ""));
        Add(lines, "allocated", Allocated(block));
        if (block.FreedBy is { } by)
        {
            Add(lines, "freed", Freed(by));
        }

        if (failure.ReusedBy is { } reuse && reuse != block)
        {
            Add(lines, "reused", $"{Allocated(reuse)}: {reuse.Name}");
        }

        Path(lines, failure.Victim);
        Bytes(lines, "before", failure.Victim?.Before ?? []);
        Bytes(lines, "now", failure.Now);
    }

    /// <summary>The text of every op that the report names.</summary>
    private static void Ops(List<string> lines, FailureFacts failure, StressCase stressCase)
    {
        int[] named = [failure.Block?.Op ?? -1, failure.Block?.FreedBy?.Op ?? -1, failure.Fail.Op];
        foreach (var op in named.Distinct().Where(op => op >= 0 && op < stressCase.Ops.Length).Order())
        {
            Add(lines, $"op {op}", $"{stressCase.Ops[op]}");
        }
    }

    private static string Allocated(BlockLife block) => block.Allocation == 0
        ? "before the first op, or unseen"
        : $"by allocation {block.Allocation}, op {block.Op} ({block.Site})";

    private static string Freed(CollectionRecord by) =>
        $"by collection {by.Number}, op {by.Op} ({by.Site}), at allocation {by.Allocation}" +
        (by.Requested is { } bytes ? $" of {Numbers.Of(bytes, "byte")}" : "") + $": {by.Trigger}" +
        (by.GrewBytes > 0 ? $"; memory then grew by {Numbers.Of(by.GrewBytes, "byte")}" : "");

    private static void Path(List<string> lines, LostBlock? lost)
    {
        if (lost is null)
        {
            return;
        }

        var steps = lost.Path.Steps;
        Add(lines, "last path", $"{lost.Path.Holder}");
        var unseen = lost.Path.FirstUnseen;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps.Count > StepsMax && i == StepsMax / 2)
            {
                var left = steps.Count - StepsMax;
                Add(lines, "", $"   ... {Numbers.Of(left, "step")} ...");
                i += left;
            }

            var lostHere = i == unseen || (unseen < 0 && steps[i].Freed && (i == 0 || !steps[i - 1].Freed));
            Add(lines, "", $"-> {(lostHere ? $"[{NameOf(steps[i].Kind)}: LOST HERE] -> " : "")}{steps[i].Block}" +
                (steps[i].Offset >= 0 ? $" by the word at offset {steps[i].Offset}" : "") +
                (steps[i].Freed ? ", freed" : ""));
        }
    }

    /// <summary>What a step is called when the collector does not take it.</summary>
    private static string NameOf(EdgeKind kind) => kind switch
    {
        EdgeKind.Contents => "container contents: not seen by the collector",
        EdgeKind.Disguised => "part by type: no word of the block is that address",
        EdgeKind.PointerFree => "pointer-free block: not scanned",
        EdgeKind.Unrooted => "no root slot holds it",
        EdgeKind.Root => "root slot: not looked at",
        _ => "scanned word: not followed",
    };

    private static void Damage(List<string> lines, Damage? damage)
    {
        if (damage is not { Owner: { } owner })
        {
            return;
        }

        Add(lines, "word", $"at 0x{damage.Address:x}, offset {damage.Offset} of {owner}, " +
            $"{Numbers.Of(owner.Bytes, "byte")}: was 0x{damage.Before:x8}, is 0x{damage.After:x8}");
        if (damage.Pointer is { } pointer)
        {
            Add(lines, "pointer", $"0x{pointer.Value:x} stands in {FalsePointerCauses.PlaceOf(pointer)}");
        }
    }

    private static void Kept(List<string> lines, KeptBlock? kept)
    {
        if (kept is null)
        {
            return;
        }

        Add(lines, "kept", $"{kept.Block?.ToString() ?? $"block 0x{kept.Payload:x}"}");
        Add(lines, "kept by", kept.Keeper switch
        {
            KeeperKind.Word => $"the word at offset {kept.Address - kept.By!.Payload} of {kept.By}" +
                (kept.Through is { } through ? $", through {through}" : ""),
            KeeperKind.StaleSlot => $"the word at 0x{kept.Address:x}, above the top of the shadow stack",
            _ => "no word that was found",
        });
    }

    private static void Bytes(List<string> lines, string what, IReadOnlyList<byte> bytes)
    {
        for (var at = 0; at < bytes.Count; at += BytesARow)
        {
            var row = new StringBuilder();
            for (var i = at; i < Math.Min(bytes.Count, at + BytesARow); i++)
            {
                row.Append(i > at && i % 4 == 0 ? "  " : i > at ? " " : "").Append($"{bytes[i]:x2}");
            }

            Add(lines, at == 0 ? what : "", $"{row}");
        }
    }

    internal static string OptionName(CauseLayer layer) => layer switch
    {
        CauseLayer.MarkSweep => "mark and sweep",
        CauseLayer.ShadowStack => "shadow stack",
        CauseLayer.HostWalkers => "host walkers and builders",
        _ => $"{layer}".ToLowerInvariant(),
    };

    private static void Add(List<string> lines, string key, string text) => lines.Add(Row(key, text));

    /// <summary>A line of a report: what it is about, and what is said of that.</summary>
    internal static string Row(string key, string text) => $"  {key,-10} {text}";

    private static string Cut(string line) =>
        line.Length <= LineCharsMax ? line : string.Concat(line.AsSpan(0, LineCharsMax - 3), "...");
}
