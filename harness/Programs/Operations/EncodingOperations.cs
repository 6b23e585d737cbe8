using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations between strings and how they travel: Base64, and percent signs.</summary>
public static class EncodingOperations
{
    private static readonly TypePattern Text = TypeKind.String;
    private static readonly TypePattern Decoded = Of(TypeKind.Result, TypeKind.String, TypeKind.String);

    /// <summary>An address taken apart and put together again.</summary>
    public static Operation UrlJoin { get; } = new("url_join", 81, [Text], Decoded, static o => Joined(o[0].Text))
    {
        Values = OperandValues.Encoded,
    };

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("base64_encode", 79, [Text], Text, static o => Convert.ToBase64String(ByteText.Of(o[0].Text))),
        new("base64_decode", 79, [Text], Decoded, static o => FromBase64(o[0].Text)) { Values = OperandValues.Encoded },
        new("url_encode", 80, [Text], Text, static o => Escaped(ByteText.Of(o[0].Text))),
        new("url_decode", 80, [Text], Decoded, static o => Unescaped(ByteText.Of(o[0].Text)))
        {
            Values = OperandValues.Encoded,
        },
        UrlJoin,
    ];

    private static Made? FromBase64(string text)
    {
        var bytes = ByteText.Of(text);
        if (bytes.Length % 4 != 0)
        {
            return Made.Err("invalid base64 length");
        }

        if (!Base64.IsValid(bytes))
        {
            return Made.Err("invalid base64");
        }

        var decoded = new byte[bytes.Length];
        Base64.DecodeFromUtf8(bytes, decoded, out _, out var length);
        return Decode(decoded.AsSpan(0, length));
    }

    /// <summary>Plain addresses come back as they were; of others we say nothing.</summary>
    private static Made? Joined(string text) => !text.Contains(':', StringComparison.Ordinal)
        ? Made.Err("missing scheme")
        : text.Split("://") is [var scheme, var rest] && scheme.All(char.IsAsciiLetterLower) && scheme.Length > 0
            && rest.Length > 0 && rest.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/')
            ? Made.Ok(text)
            : null;

    private static string Escaped(byte[] bytes)
    {
        var escaped = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            _ = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~'
                ? escaped.Append((char)b)
                : escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return escaped.ToString();
    }

    private static Made? Unescaped(byte[] bytes)
    {
        var decoded = new List<byte>(bytes.Length);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != (byte)'%')
            {
                decoded.Add(bytes[at]);
                continue;
            }

            if (at + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[at + 1])
                || !char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                return Made.Err("invalid percent-encoding");
            }

            decoded.Add(Convert.FromHexString($"{(char)bytes[at + 1]}{(char)bytes[at + 2]}")[0]);
            at += 2;
        }

        return Decode([.. decoded]);
    }

    private static Made? Decode(ReadOnlySpan<byte> bytes) => ByteText.Whole(bytes) is { } text ? Made.Ok(text) : null;
}
