using System.Text.Json;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting;

/// <summary>An explanation as one JSON document, for scripts.</summary>
public static class ExplainJson
{
    public static string Of(ExplainedCase explained) => JsonText.Write(json =>
    {
        var explanation = explained.Explanation;
        json.WriteString("verb", "explain");
        json.WriteString("file", explained.File);
        json.WriteString("heap", explained.Heap);
        json.WriteString("case", $"{explanation.Case}");
        json.WriteString("verdict", VerdictText.Of(explanation.Verdict));
        json.WriteString("variant", explanation.Variant);
        Failure(json, explanation.Failure);
        Contrasts(json, explanation.Contrasts);
        Ops(json, explanation.History.Ops);
        Collections(json, explanation.History.Collections);
    });

    private static void Failure(Utf8JsonWriter json, FailureFacts? failure)
    {
        if (failure is null)
        {
            json.WriteNull("failure");
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("oracle", failure.Fail.Oracle.Text());
        json.WriteNumber("op", failure.Fail.Op);
        json.WriteString("evidence", $"{failure.Fail.Evidence}");
        json.WriteString("seen", failure.Moment);
        json.WriteBoolean("compiled_only", failure.CompiledOnly);
        json.WriteString("cause", $"{failure.Cause.Kind}");
        json.WriteString("layer", ExplainText.OptionName(failure.Cause.Layer));
        json.WriteString("title", failure.Cause.Title);
        json.WriteStartArray("why");
        foreach (var why in failure.Cause.Why)
        {
            json.WriteStringValue(why);
        }

        json.WriteEndArray();
        Block(json, "block", failure.Block);
        Block(json, "reused_by", failure.ReusedBy);
        Path(json, failure.Victim);
        Damage(json, failure.Damage);
        json.WriteString("bytes_before", Hex(failure.Victim?.Before ?? []));
        json.WriteString("bytes_now", Hex([.. failure.Now]));
        json.WriteString("allocation_flaw", failure.AllocationFlaw?.ToString());
        json.WriteEndObject();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static void Block(Utf8JsonWriter json, string name, BlockLife? block)
    {
        if (block is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("what", block.Name);
        json.WriteNumber("address", block.Payload);
        json.WriteNumber("bytes", block.Bytes);
        json.WriteNumber("allocation", block.Allocation);
        json.WriteNumber("op", block.Op);
        json.WriteString("by", $"{block.Site}");
        if (block.FreedBy is { } by)
        {
            json.WriteNumber("freed_by_collection", by.Number);
        }

        json.WriteEndObject();
    }

    private static void Path(Utf8JsonWriter json, LostBlock? lost)
    {
        json.WriteStartArray("path");
        if (lost is not null)
        {
            json.WriteStringValue($"{lost.Path.Holder}");
            foreach (var step in lost.Path.Steps)
            {
                json.WriteStringValue($"{step.Kind}: {step.Block}{(step.Freed ? ", freed" : "")}");
            }
        }

        json.WriteEndArray();
    }

    private static void Damage(Utf8JsonWriter json, Damage? damage)
    {
        if (damage is null)
        {
            json.WriteNull("damage");
            return;
        }

        json.WriteStartObject("damage");
        json.WriteString("kind", $"{damage.Kind}");
        json.WriteNumber("address", damage.Address);
        json.WriteNumber("before", damage.Before);
        json.WriteNumber("after", damage.After);
        json.WriteString("owner", damage.Owner?.ToString());
        json.WriteString("pointer_in", damage.Pointer is { } pointer ? DamageCauses.PlaceOf(pointer) : null);
        json.WriteEndObject();
    }

    private static void Contrasts(Utf8JsonWriter json, IReadOnlyList<Contrast> contrasts)
    {
        json.WriteStartArray("contrasts");
        foreach (var contrast in contrasts)
        {
            json.WriteStartObject();
            json.WriteString("what", contrast.What);
            json.WriteString("without_collections", contrast.Without);
            json.WriteString("with_collections", contrast.With);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Ops(Utf8JsonWriter json, IReadOnlyList<OpRecord> ops)
    {
        json.WriteStartArray("ops");
        foreach (var op in ops)
        {
            json.WriteStartObject();
            json.WriteNumber("op", op.Op);
            json.WriteNumber("first_allocation", op.FirstAllocation + 1);
            json.WriteNumber("last_allocation", op.LastAllocation);
            json.WriteNumber("live_bytes", op.LiveBytes);
            json.WriteNumber("heap_bytes", op.HeapBytes);
            json.WriteString("observed", op.Observed);
            json.WriteBoolean("ended", op.Ended);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Collections(Utf8JsonWriter json, IReadOnlyList<CollectionRecord> collections)
    {
        json.WriteStartArray("collections");
        foreach (var collection in collections)
        {
            json.WriteStartObject();
            json.WriteNumber("collection", collection.Number);
            json.WriteNumber("allocation", collection.Allocation);
            json.WriteNumber("op", collection.Op);
            json.WriteString("during", $"{collection.Site}");
            json.WriteString("trigger", $"{collection.Trigger}");
            json.WriteNumber("live_before", collection.LiveBefore);
            json.WriteNumber("live_after", collection.LiveAfter);
            json.WriteNumber("grew_bytes", collection.GrewBytes);
            json.WriteNumber("freed_blocks", collection.Freed.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
