using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>JSON text to a Json tree, as json_parse builds it.</summary>
internal static class JsonDocuments
{
    public const int Null = 0;
    public const int Bool = 1;
    public const int Number = 2;
    public const int String = 3;
    public const int Array = 4;
    public const int Object = 5;

    public static VeraType ArrayType { get; } = VeraType.Array(VeraType.Json);

    public static VeraType MapType { get; } = VeraType.Map(VeraType.String, VeraType.Json);

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DocumentLimits.DepthMax };

    public static Expr Read(string document)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(document));
        try
        {
            // Encoding replaces lone surrogates, so the reader sees valid UTF-8.
            var length = Encoding.UTF8.GetBytes(document, buffer);
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), Options);
            reader.Read();
            var tree = Value(ref reader, new TreeBuilder(), 1);
            reader.Read(); // throws if anything follows the value
            return tree;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Expr.Construct Value(ref Utf8JsonReader reader, TreeBuilder builder, int depth) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => Make(builder, Null, depth),
            JsonTokenType.True => Make(builder, Bool, depth, new Expr.Bool(true)),
            JsonTokenType.False => Make(builder, Bool, depth, new Expr.Bool(false)),
            JsonTokenType.Number => Make(builder, Number, depth, Expr.Float64.From(Float(ref reader))),
            JsonTokenType.String => Make(builder, String, depth, Text(ref reader)),
            JsonTokenType.StartArray => Make(builder, Array, depth, Items(ref reader, builder, depth)),
            JsonTokenType.StartObject => Make(builder, Object, depth, Members(ref reader, builder, depth)),
            _ => throw new UnreachableException($"no value starts with {reader.TokenType}"),
        };

    private static Expr.ArrayOf Items(ref Utf8JsonReader reader, TreeBuilder builder, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Expr>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, builder, depth + 1));
        }

        return new Expr.ArrayOf(ArrayType, items.ToImmutable());
    }

    private static Expr.Container Members(ref Utf8JsonReader reader, TreeBuilder builder, int depth)
    {
        var members = new MapEntries(MapType);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            builder.Count();
            var key = Text(ref reader);
            reader.Read();
            members.Insert(key, Value(ref reader, builder, depth + 1));
        }

        return members.ToMap();
    }

    /// <summary>
    /// A number as json_parse makes it: too large is infinite, and the integer -0 is 0 where -0.0 keeps its sign.
    /// </summary>
    private static double Float(ref Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("-0"u8) ? 0.0 : reader.GetDouble();

    private static Expr.Text Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? TreeBuilder.Text(Unescape(reader.ValueSpan)) : new Expr.Text(reader.GetString()!);

    /// <summary>
    /// The reader's own unescaping refuses half a surrogate pair, which is JSON all the same. What stands here was
    /// checked by the reader: every backslash is followed by a letter that it knows.
    /// </summary>
    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text.Append(Encoding.UTF8.GetString(raw[..at]));
            var letter = raw[at + 1];
            text.Append(letter == 'u' ? Hex(raw.Slice(at + 2, 4)) : Escaped(letter));
            raw = raw[(at + (letter == 'u' ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(raw)).ToString();
    }

    private static char Hex(ReadOnlySpan<byte> digits) =>
        (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static char Escaped(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'"' or (byte)'\\' or (byte)'/' => (char)letter,
        _ => throw new UnreachableException($"the reader let \\{(char)letter} pass"),
    };

    private static Expr.Construct Make(TreeBuilder builder, int tag, int depth, params ReadOnlySpan<Expr> fields) =>
        builder.Make(VeraType.Json, tag, depth, [.. fields]);
}
