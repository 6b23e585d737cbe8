using System.Diagnostics;

namespace Vera.GcStress.Reducing.Syntax;

public sealed partial class ProgramPrinter
{
    private void Match(Node.Match match)
    {
        text.Append("match ");
        Add(match.Value);
        text.Append(" {");
        Indented(() =>
        {
            for (var i = 0; i < match.Arms.Length; i++)
            {
                Line(i == 0 ? "" : ",");
                Add(match.Patterns[i]);
                text.Append(" -> ");
                Within(match.Patterns[i].Binders, () => Add(match.Arms[i]));
            }
        });
        Line("");
        text.Append('}');
    }

    private void Add(Pattern pattern) => text.Append(TextOf(pattern));

    private static string TextOf(Pattern pattern) => pattern switch
    {
        Pattern.Bind bind => "@" + bind.To.Type,
        Pattern.Plain plain => plain.Spelled,
        Pattern.Made { Fields.IsEmpty: true } made => made.Constructor,
        Pattern.Made made => $"{made.Constructor}({string.Join(", ", made.Fields.Select(TextOf))})",
        _ => throw new UnreachableException($"no text of {pattern.GetType().Name}"),
    };

    private void Handle(Node.Handle handle)
    {
        var first = 0;
        text.Append($"handle[{handle.Effect}]");
        if (handle.State is { } state)
        {
            text.Append($"(@{state.Type} = ");
            Add(handle.All[first++]);
            text.Append(')');
        }

        text.Append(" {");
        Indented(() =>
        {
            for (var i = 0; i < handle.Operations.Length; i++)
            {
                var parameters = handle.Parameters[i];
                Line(i == 0 ? "" : ",");
                text.Append($"{handle.Operations[i]}({string.Join(", ", parameters.Select(p => "@" + p.Type))}) -> ");
                var answer = handle.All[first + i];
                Within(handle.State is { } kept ? [kept, .. parameters] : parameters, () => Add(answer));
            }
        });
        Line("");
        text.Append("} in ");
        Lines(handle.All[^1]);
    }
}
