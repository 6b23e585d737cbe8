using System.Text;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Vera.Own.Python;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Writes JSON as Python's <c>json.dumps</c> does with what Vera asks of it.</summary>
internal static class JsonText
{
    public static string Of(JsonTree tree)
    {
        var into = new StringBuilder();
        Write(tree, into);
        return into.ToString();
    }

    private static void Write(JsonTree tree, StringBuilder into)
    {
        switch (tree)
        {
            case JsonTree.Null:
                into.Append("null");
                break;
            case JsonTree.Bool b:
                into.Append(b.Value ? "true" : "false");
                break;
            case JsonTree.Number n:
                into.Append(double.IsFinite(n.Value)
                    ? PythonText.Of(n.Value)
                    : throw RunStop.Failed("ValueError: Out of range float values are not JSON compliant"));
                break;
            case JsonTree.Text t:
                JsonStrings.Write(t.Value, into);
                break;
            case JsonTree.List list:
                Joined('[', ']', list.Items, Write, into);
                break;
            case JsonTree.Members members:
                Joined('{', '}', members.All, WriteMember, into);
                break;
        }
    }

    private static void Joined<T>(
        char open, char close, List<T> items, Action<T, StringBuilder> write, StringBuilder into)
    {
        into.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            into.Append(i == 0 ? "" : ", ");
            write(items[i], into);
        }

        into.Append(close);
    }

    private static void WriteMember((string Name, JsonTree Value) member, StringBuilder into)
    {
        JsonStrings.Write(member.Name, into);
        into.Append(": ");
        Write(member.Value, into);
    }
}
