using System.Globalization;
using System.Text;

namespace Vera.GcStress.Programs.Operations;

/// <summary>Strings in JSON, with what Python's <c>json.dumps</c> escapes where it may write any letter.</summary>
internal static class JsonStrings
{
    /// <summary>Writes one, with its quotes.</summary>
    public static void Write(string text, StringBuilder into)
    {
        into.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => into.Append("\\\""),
                '\\' => into.Append("\\\\"),
                '\n' => into.Append("\\n"),
                '\r' => into.Append("\\r"),
                '\t' => into.Append("\\t"),
                '\b' => into.Append("\\b"),
                '\f' => into.Append("\\f"),
                < ' ' => into.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => into.Append(c),
            };
        }

        into.Append('"');
    }
}
