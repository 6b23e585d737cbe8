using System.Collections.Immutable;
using System.Text;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on strings. Where Vera counts bytes, half a letter is no value that a case has.</summary>
public static class TextOperations
{
    private static readonly TypePattern Text = TypeKind.String;
    private static readonly TypePattern Texts = Of(TypeKind.Array, TypeKind.String);

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("string_concat", 50, [Text, Text], Text, static o => o[0].Text + o[1].Text),
        new("string_upper", 73, [Text], Text, static o => ByteText.Upper(o[0].Text)),
        new("string_lower", 73, [Text], Text, static o => ByteText.Lower(o[0].Text)),
        new("string_strip", 50, [Text], Text, static o => ByteText.Trimmed(o[0].Text, start: true, end: true)),
        new("string_trim_start", 118, [Text], Text, static o => ByteText.Trimmed(o[0].Text, start: true, end: false)),
        new("string_trim_end", 118, [Text], Text, static o => ByteText.Trimmed(o[0].Text, start: false, end: true)),
        new("string_replace", 73, [Text, Text, Text], Text,
            static o => o[1].Text.Length == 0 ? o[0].Text : Replaced(o[0].Text, o[1].Text, o[2].Text)),
        new("string_split", 73, [Text, Text], Texts,
            static o => Made.Texts(o[1].Text.Length == 0 ? [o[0].Text] : o[0].Text.Split(o[1].Text))),
        new("string_lines", 118, [Text], Texts, static o => Made.Texts(ByteText.Lines(o[0].Text))),
        new("string_words", 118, [Text], Texts, static o => Made.Texts(ByteText.Words(o[0].Text))),
        new("string_join", 73, [Texts, Text], Text, static o => Joined(o[0], o[1].Text)),
        new("string_contains", 73, [Text, Text], TypeKind.Bool,
            static o => o[0].Text.Contains(o[1].Text, StringComparison.Ordinal)),
        new("string_starts_with", 73, [Text, Text], TypeKind.Bool,
            static o => o[0].Text.StartsWith(o[1].Text, StringComparison.Ordinal)),
        new("string_ends_with", 73, [Text, Text], TypeKind.Bool,
            static o => o[0].Text.EndsWith(o[1].Text, StringComparison.Ordinal)),
        new("string_index_of", 73, [Text, Text], Of(TypeKind.Option, TypeKind.Nat),
            static o => IndexOf(o[0].Text, o[1].Text)),
        new("string_length", 50, [Text], TypeKind.Nat, static o => Encoding.UTF8.GetByteCount(o[0].Text)),
        .. OnBytes,
        .. OnLetters,
    ];

    /// <summary>What takes bytes apart, or counts them.</summary>
    private static IEnumerable<Operation> OnBytes =>
    [
        Bytewise("string_slice", 50, [Text, TypeKind.Nat, TypeKind.Nat], Text,
            static o => Slice(ByteText.Of(o[0].Text), o[1].Bits, o[2].Bits)),
        new("string_char_code", 50, [Text, TypeKind.Int], TypeKind.Nat,
            static o => ByteText.Of(o[0].Text) is var bytes && o[1].Bits >= 0 && o[1].Bits < bytes.Length
                ? bytes[(int)o[1].Bits]
                : null)
        {
            Values = OperandValues.Place,
        },
        Bytewise("string_from_char_code", 74, [TypeKind.Nat], Text,
            static o => Whole([unchecked((byte)o[0].Bits)])),
        Bytewise("string_repeat", 75, [Text, TypeKind.Nat], Text, static o => Repeated(o[0].Text, o[1].Bits)),
        Bytewise("string_reverse", 118, [Text], Text, static o => Whole([.. ByteText.Of(o[0].Text).Reverse()])),
        Bytewise("string_chars", 118, [Text], Texts, static o => Ascii.IsValid(o[0].Text)
            ? Made.Texts(o[0].Text.Select(static c => c.ToString()))
            : null),
        Bytewise("string_pad_start", 118, [Text, TypeKind.Nat, Text], Text,
            static o => ByteText.Padding(o[0].Text, o[1].Bits, o[2].Text) is { } padding ? padding + o[0].Text : null),
        Bytewise("string_pad_end", 118, [Text, TypeKind.Nat, Text], Text,
            static o => ByteText.Padding(o[0].Text, o[1].Bits, o[2].Text) is { } padding ? o[0].Text + padding : null),
    ];

    /// <summary>What looks at the first letter.</summary>
    private static IEnumerable<Operation> OnLetters =>
    [
        OfFirst("is_alpha", char.IsAsciiLetter),
        OfFirst("is_digit", char.IsAsciiDigit),
        OfFirst("is_alphanumeric", char.IsAsciiLetterOrDigit),
        OfFirst("is_upper", char.IsAsciiLetterUpper),
        OfFirst("is_lower", char.IsAsciiLetterLower),
        OfFirst("is_whitespace", ByteText.IsSpace),
        new("char_to_upper", 118, [Text], Text, static o => First(o[0].Text, ByteText.Upper)),
        new("char_to_lower", 118, [Text], Text, static o => First(o[0].Text, ByteText.Lower)),
    ];

    private static Operation Bytewise(
        string name, int since, ImmutableArray<TypePattern> operands, TypePattern result, Meaning meaning) =>
        new(name, since, operands, result, meaning) { Values = OperandValues.Bytes };

    private static Operation OfFirst(string name, Predicate<char> test) =>
        new(name, 118, [Text], TypeKind.Bool, o => o[0].Text.Length > 0 && test(o[0].Text[0]));

    private static string First(string text, Func<string, string> change) =>
        text.Length == 0 ? "" : change(text[..1]) + text[1..];

    private static Made? Whole(ReadOnlySpan<byte> bytes) => ByteText.Whole(bytes);

    private static Made? Slice(ReadOnlySpan<byte> bytes, long from, long to)
    {
        var first = (int)Math.Clamp(from, 0, bytes.Length);
        var end = (int)Math.Clamp(to, first, bytes.Length);
        return Whole(bytes[first..end]);
    }

    private static Made? Repeated(string text, long count) =>
        count > Operation.TextMax || text.Length * count > Operation.TextMax
            ? null
            : new StringBuilder().Insert(0, text, (int)count).ToString();

    private static Made? Replaced(string text, string found, string by) =>
        (long)text.Length * Math.Max(1, by.Length) > Operation.TextMax * 16L
            ? null
            : text.Replace(found, by, StringComparison.Ordinal);

    private static Made? Joined(Plain texts, string between) =>
        texts.Count * (long)between.Length > Operation.TextMax
            ? null
            : string.Join(between, texts.Parts.Select(static part => part.Text));

    private static Made IndexOf(string text, string found) =>
        text.IndexOf(found, StringComparison.Ordinal) is >= 0 and var at
            ? Made.Some((long)Encoding.UTF8.GetByteCount(text.AsSpan(0, at)))
            : Made.None;
}
