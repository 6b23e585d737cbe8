using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>An explanation as one JSON document, for scripts.</summary>
internal readonly struct ExplainDocument(ExplainedCase explained)
{
    private readonly Explanation explanation = explained.Explanation;

    public string File => explained.File;

    public string Heap => explained.Heap;

    public string Case => $"{explanation.Case}";

    public string Verdict => VerdictText.Of(explanation.Verdict);

    public string? Variant => explanation.Variant;

    public FailureFields? Failure => explanation.Failure is { } failure ? new(failure, explained.Signature) : null;

    public IEnumerable<ContrastFields> Contrasts =>
        explanation.Contrasts.Select(contrast => new ContrastFields(contrast.What, contrast.Without, contrast.With));

    public IEnumerable<OpFields> Ops => explanation.History.Ops.Select(op => new OpFields(
        op.Op, op.FirstAllocation + 1, op.LastAllocation, op.LiveBytes, op.HeapBytes, op.Observed, op.Ended));

    public IEnumerable<CollectionFields> Collections =>
        explanation.History.Collections.Select(collection => new CollectionFields(collection));

    public static string Of(ExplainedCase explained) =>
        JsonText.Of("explain", new ExplainDocument(explained), ExplainContext.Default);

    internal sealed record ContrastFields(string What, string WithoutCollections, string WithCollections);

    internal sealed record OpFields(
        int Op, int FirstAllocation, int LastAllocation, long LiveBytes, int HeapBytes, string? Observed, bool Ended);

    internal readonly struct FailureFields(FailureFacts failure, string? signature)
    {
        public string Oracle => failure.Fail.Oracle.Text();

        public int Op => failure.Fail.Op;

        public string Evidence => $"{failure.Fail.Evidence}";

        public JsonNode? EvidenceRecord => EvidenceJson.Of(failure.Fail.Evidence);

        public string Seen => failure.Moment;

        public bool CompiledOnly => failure.CompiledOnly;

        public string Cause => $"{failure.Cause.Kind}";

        public string Layer => ExplainText.OptionName(failure.Cause.Layer);

        public string Title => failure.Cause.Title;

        public string? Signature => signature;

        public IEnumerable<string> Why => failure.Cause.Why;

        public BlockFields? Block => BlockFields.Of(failure.Block);

        public BlockFields? ReusedBy => BlockFields.Of(failure.ReusedBy);

        public IEnumerable<string> Path => failure.Victim is { Path: { } path }
            ? [$"{path.Holder}", .. path.Steps.Select(s => $"{s.Kind}: {s.Block}{(s.Freed ? ", freed" : "")}")]
            : [];

        public DamageFields? Damage => failure.Damage is { } damage ? new(damage) : null;

        public string BytesBefore => Convert.ToHexStringLower(failure.Victim?.Before ?? []);

        public string BytesNow => Convert.ToHexStringLower([.. failure.Now]);

        public string? AllocationFlaw => failure.AllocationFlaw?.ToString();
    }

    internal readonly struct BlockFields(BlockLife block)
    {
        public string What => block.Name;

        public int Address => block.Payload;

        public int Bytes => block.Bytes;

        public int Allocation => block.Allocation;

        public int Op => block.Op;

        public string By => $"{block.Site}";

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? FreedByCollection => block.FreedBy?.Number;

        public static BlockFields? Of(BlockLife? block) => block is null ? null : new(block);
    }

    internal readonly struct DamageFields(Damage damage)
    {
        public string Kind => $"{damage.Kind}";

        public int Address => damage.Address;

        public uint Before => damage.Before;

        public uint After => damage.After;

        public string? Owner => damage.Owner?.ToString();

        public string? PointerIn => damage.Pointer is { } pointer ? FalsePointerCauses.PlaceOf(pointer) : null;
    }

    internal readonly struct CollectionFields(CollectionRecord collection)
    {
        [JsonPropertyName("collection")]
        public int Number => collection.Number;

        public int Allocation => collection.Allocation;

        public int Op => collection.Op;

        public string During => $"{collection.Site}";

        public string Trigger => $"{collection.Trigger}";

        public long LiveBefore => collection.LiveBefore;

        public long LiveAfter => collection.LiveAfter;

        public int GrewBytes => collection.GrewBytes;

        public int FreedBlocks => collection.Freed.Count;
    }
}

[JsonSerializable(typeof(ExplainDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ExplainContext : JsonSerializerContext;
