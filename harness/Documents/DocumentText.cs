using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Writes a tree as a document that parses to it.</summary>
public static class DocumentText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// The document, without spaces; null where there is none: the tree is not Json, reads locals, holds a NaN or a
    /// key twice, or is over a limit.
    /// </summary>
    public static string? Render(Expr tree)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, Options);
        if (tree.Type != VeraType.Json || !Write(writer, tree, 1))
        {
            return null;
        }

        writer.Flush();
        return bytes.WrittenCount <= DocumentLimits.BytesMax ? Encoding.UTF8.GetString(bytes.WrittenSpan) : null;
    }

    private static bool Write(Utf8JsonWriter writer, Expr tree, int depth)
    {
        if (tree is not Expr.Construct value || depth > DocumentLimits.DepthMax)
        {
            return false;
        }

        switch (value.Tag)
        {
            case JsonDocuments.Null:
                writer.WriteNullValue();
                return true;
            case JsonDocuments.Bool when value.Fields[0] is Expr.Bool field:
                writer.WriteBooleanValue(field.Value);
                return true;
            case JsonDocuments.Number when value.Fields[0] is Expr.Float64 field:
                return WriteNumber(writer, BitConverter.Int64BitsToDouble(field.Bits));
            case JsonDocuments.String when value.Fields[0] is Expr.Text field:
                writer.WriteStringValue(field.Value);
                return true;
            case JsonDocuments.Array when value.Fields[0] is Expr.ArrayOf field:
                return WriteItems(writer, field.Items, depth);
            case JsonDocuments.Object when value.Fields[0] is Expr.Container field:
                return WriteMembers(writer, field.Entries, depth);
            default:
                return false;
        }
    }

    private static bool WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number))
        {
            return false;
        }

        if (double.IsFinite(number) && (number != 0 || !double.IsNegative(number)))
        {
            writer.WriteNumberValue(number);
            return true;
        }

        writer.WriteRawValue(number == 0 ? "-0.0" : number > 0 ? "1e999" : "-1e999", skipInputValidation: true);
        return true;
    }

    private static bool WriteItems(Utf8JsonWriter writer, ImmutableArray<Expr> items, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            if (!Write(writer, item, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool WriteMembers(Utf8JsonWriter writer, ImmutableArray<Expr> entries, int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        for (var i = 0; i + 1 < entries.Length; i += 2)
        {
            if (entries[i] is not Expr.Text key || !keys.Add(key.Value))
            {
                return false;
            }

            writer.WritePropertyName(key.Value);
            if (!Write(writer, entries[i + 1], depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }
}
