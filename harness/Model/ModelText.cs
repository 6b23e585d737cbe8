using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Model;

/// <summary>Writes model values as canonical text.</summary>
/// <remarks>
/// Bounded, because values may share parts: n bindings of <c>Node(0, $k, $k)</c> have a text of 2^n nodes.
/// </remarks>
internal sealed class ModelText
{
    /// <summary>Whether the text of a function says what it captured, besides what it gives for 0.</summary>
    public bool SeesCaptures { get; init; } = true;

    private byte[] utf8 = new byte[256];
    private int values;
    private int depth;

    /// <exception cref="ModelLimitException">The value is too deep, or the text too long.</exception>
    public void Write(VeraType type, ModelValue value, CanonicalWriter writer)
    {
        (values, depth) = (0, 0);
        WriteValue(type, value, writer);
    }

    private void WriteValue(VeraType type, ModelValue value, CanonicalWriter writer)
    {
        ModelLimitException.ThrowIfOver(ModelLimits.TextBytes, writer.Written.Length, "bytes of canonical text");
        ModelLimitException.ThrowIfOver(ModelLimits.ValuesInText, ++values, "values in one text");
        ModelLimitException.ThrowIfOver(ModelLimits.ValueDepth, ++depth, "values inside each other");
        switch (value)
        {
            case ModelValue.Scalar scalar:
                WriteScalar(type, scalar.Bits, writer);
                break;
            case ModelValue.Text text:
                WriteText(text.Value, writer);
                break;
            case ModelValue.Decimal number:
                writer.Decimal(number.Value);
                break;
            case ModelValue.Construct construct:
                WriteConstruct(construct, writer);
                break;
            case ModelValue.Array array:
                WriteArray(type.First, array.Items, writer);
                break;
            case ModelValue.Container container:
                WriteContainer(type, container.Entries, writer);
                break;
            case ModelValue.Closure closure:
                writer.Raw(CanonicalWriter.ClosureBegins);
                WriteValue(type.First, closure.Gives, writer);
                if (SeesCaptures && closure is ModelValue.Function { Made: var made })
                {
                    WriteCaptures(made, writer);
                }

                writer.Raw(")"u8);
                break;
            default:
                throw new UnreachableException($"no text for {value}");
        }

        depth--;
    }

    private static void WriteScalar(VeraType type, long bits, CanonicalWriter writer)
    {
        switch (type.Kind)
        {
            case TypeKind.Bool:
                writer.Bool(bits != 0);
                break;
            case TypeKind.Float64:
                writer.Float64(bits);
                break;
            default:
                writer.Int(bits);
                break;
        }
    }

    private void WriteText(string text, CanonicalWriter writer)
    {
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (utf8.Length < bytesMax)
        {
            utf8 = new byte[bytesMax];
        }

        writer.Text(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
    }

    private void WriteConstruct(ModelValue.Construct construct, CanonicalWriter writer)
    {
        var constructor = construct.Of.Constructors[construct.Tag];
        writer.Raw(constructor.Name);
        for (var field = 0; field < construct.Fields.Length; field++)
        {
            writer.Raw(field == 0 ? "("u8 : ", "u8);
            WriteValue(constructor.Fields[field], construct.Fields[field], writer);
        }

        if (construct.Fields.Length > 0)
        {
            writer.Raw(")"u8);
        }
    }

    private void WriteCaptures(FunctionMade made, CanonicalWriter writer)
    {
        for (var i = 0; i < made.Captured.Length; i++)
        {
            writer.Raw(", "u8);
            WriteValue(made.Captures[i].Type, made.Captured[i], writer);
        }
    }

    private void WriteArray(VeraType itemType, ModelValue[] items, CanonicalWriter writer)
    {
        writer.Raw("["u8);
        for (var i = 0; i < items.Length; i++)
        {
            writer.Raw(i == 0 ? ""u8 : ", "u8);
            WriteValue(itemType, items[i], writer);
        }

        writer.Raw("]"u8);
    }

    private void WriteContainer(VeraType type, ReadOnlySpan<Entry> entries, CanonicalWriter writer)
    {
        writer.Raw("{"u8);
        for (var i = 0; i < entries.Length; i++)
        {
            writer.Raw(i == 0 ? ""u8 : ", "u8);
            WriteValue(type.First, entries[i].Key, writer);
            if (entries[i].Value is { } value)
            {
                writer.Raw(": "u8);
                WriteValue(type.Second, value, writer);
            }
        }

        writer.Raw("}"u8);
    }
}
