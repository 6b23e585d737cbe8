using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// Writes the functions of one case: one for each frame, and those that go on after a match or a tail call.
/// </summary>
/// <remarks>
/// A match is written as one, and what follows it stands in its arm, so that its bindings hold the fields and nothing
/// else does. Where the value may have been made by another constructor, the other arm goes on in a function of its
/// own, with default values.
/// </remarks>
internal sealed class CaseSource(
    SourceModule module, CaseNames names, int heapStart, FrameTree frames, VeraType? state)
{
    /// <summary>How many small blocks are made for each that the case speaks of.</summary>
    public int ChurnScale { get; init; } = VeraLimits.ChurnScale;

    private readonly Helpers helpers = new(module);
    private readonly ShowSource show = new(module);
    private readonly Dictionary<int, (string Name, SortedDictionary<int, VeraType> Free)> continuations = [];
    private readonly string effects = state is null ? "<IO>" : $"<IO, State<{module.TypeOf(state)}>>";

    /// <summary>The body of a function: the steps from the first on, and then its result, or Unit.</summary>
    public void Body(
        ImmutableArray<Step> steps, int first, Expr? result, SlotScope scope, StringBuilder text, string indent)
    {
        for (var i = first; i < steps.Length; i++)
        {
            switch (steps[i].Op)
            {
                case Op.Match match when NeedsArms(match):
                    Match(match, steps, i, result, scope, text, indent);
                    return;
                case Op.Tail tail:
                    Tail(tail, steps, i, result, scope, text, indent);
                    return;
                default:
                    Statement(steps[i], scope, text, indent);
                    break;
            }
        }

        Result(result, scope, text, indent);
    }

    /// <summary>A value without free names.</summary>
    public string Constant(Expr expr)
    {
        var text = new StringBuilder();
        Source(new(), text).Write(expr);
        return text.ToString();
    }

    private void Statement(Step step, SlotScope scope, StringBuilder text, string indent)
    {
        if (step.Op.Operand is { } operand && step.Callee.IsDefault)
        {
            StateSource.BindForFolds(operand, false, module, scope, text, indent);
        }

        text.Append(indent);
        switch (step.Op)
        {
            case Op.Let let:
                Let(let.Value, let.Id, scope, text);
                break;
            case Op.Return result:
                Frame(step.Callee, result, scope, text);
                break;
            case Op.Match match:
                Destructure(match, scope, text, indent);
                break;
            case Op.Observe observe:
                Observe(step.Number, observe.Value, scope, text);
                break;
            case Op.Put put:
                text.Append("put(");
                Source(scope, text).Write(put.Value);
                text.Append(')');
                break;
            case Op.Allocate allocate:
                text.Append(CultureInfo.InvariantCulture, $"{helpers.Allocate()}({allocate.Bytes})");
                break;
            case Op.Churn churn:
                var count = churn.Count * ChurnScale;
                text.Append(CultureInfo.InvariantCulture, $"{helpers.Churn()}({count}, {churn.Bytes})");
                break;
        }

        text.Append(";\n");
    }

    private void Let(Expr value, int key, SlotScope scope, StringBuilder text)
    {
        text.Append("let @").Append(module.TypeOf(value.Type)).Append(" = ");
        Source(scope, text).Write(value);
        scope.Push(value.Type, key);
    }

    private void Observe(int number, Expr value, SlotScope scope, StringBuilder text)
    {
        var written = new StringBuilder();
        Source(scope, written).Write(value);
        var shown = show.Show(value.Type, written.ToString());
        text.Append(CultureInfo.InvariantCulture, $"IO.print({helpers.Line()}({number}, {shown}))");
    }

    private void Frame(ImmutableArray<Step> callee, Op.Return result, SlotScope scope, StringBuilder text)
    {
        var name = names.Next("frame");
        var free = frames.FreeLocals(callee.AsSpan(), result.Value);
        Function(name, free, callee, 0, result.Value);
        text.Append("let @").Append(module.TypeOf(result.Value.Type)).Append(" = ");
        Call(name, free.Keys.Select(scope.Reference), text);
        scope.Push(result.Value.Type, result.Id);
    }

    private void Tail(
        Op.Tail tail, ImmutableArray<Step> steps, int at, Expr? result, SlotScope scope, StringBuilder text,
        string indent)
    {
        var name = names.Next("tail");
        var arguments = new SortedDictionary<int, VeraType>();
        foreach (var argument in tail.Arguments)
        {
            arguments[argument] = frames.TypeOf(argument);
        }

        Function(name, arguments, steps, at + 1, result);
        text.Append(indent);
        Call(name, arguments.Keys.Select(scope.Reference), text);
    }

    /// <summary>
    /// Binds fields without a match: by a let, or, where another constructor made the value, by default.
    /// </summary>
    private void Destructure(Op.Match match, SlotScope scope, StringBuilder text, string indent)
    {
        var constructor = match.Value.Type.Constructors[match.Tag];
        if (match.Ids.IsEmpty || (frames.TagOf(match.Value) is { } tag && tag != match.Tag))
        {
            Let(match.Value, SlotScope.Nothing, scope, text);
            for (var i = 0; i < match.Ids.Length; i++)
            {
                text.Append(";\n").Append(indent);
                Let(Defaults.Of(constructor.Fields[i]), match.Ids[i], scope, text);
            }

            return;
        }

        var fields = constructor.Fields.Select(f => "@" + module.TypeOf(f));
        text.Append("let ").Append(constructor.Name).Append('<').AppendJoin(", ", fields).Append("> = ");
        Source(scope, text).Subject(match.Value);
        Push(match, scope);
    }

    /// <summary>A destructuring let does not look at the tag, so it is for values whose tag is known.</summary>
    private bool NeedsArms(Op.Match match)
    {
        var known = frames.TagOf(match.Value);
        return !match.Ids.IsEmpty
            && (known is null || known == match.Tag)
            && !(match.Destructures && (known is not null || match.Value.Type.Constructors.Length == 1));
    }

    private void Match(
        Op.Match match, ImmutableArray<Step> steps, int at, Expr? result, SlotScope scope, StringBuilder text,
        string indent)
    {
        StateSource.BindForFolds(match.Value, false, module, scope, text, indent);
        text.Append(indent).Append("match ");
        Source(scope, text).Subject(match.Value);
        var constructor = match.Value.Type.Constructors[match.Tag];
        var fields = constructor.Fields.Select(f => "@" + module.TypeOf(f));
        text.Append(" {\n").Append(indent).Append("  ").Append(constructor.Name);
        text.Append('(').AppendJoin(", ", fields).Append(") -> ");
        var outer = scope.Count;
        Push(match, scope);
        Arm(steps, at + 1, result, scope, text, indent + "  ");
        scope.PopTo(outer);
        if (match.Value.Type.Constructors.Length > 1)
        {
            text.Append(",\n").Append(indent).Append("  _ -> ");
            OtherArm(match, steps, at, result, scope, text);
        }

        text.Append('\n').Append(indent).Append('}');
    }

    private void Arm(
        ImmutableArray<Step> steps, int first, Expr? result, SlotScope scope, StringBuilder text, string indent)
    {
        var body = new StringBuilder();
        if (IsExpression(steps, first, result))
        {
            Body(steps, first, result, scope, body, indent);
            text.Append(body.ToString().AsSpan().TrimStart());
            return;
        }

        Body(steps, first, result, scope, body, indent + "  ");
        text.Append("{\n").Append(body).Append('\n').Append(indent).Append('}');
    }

    private void OtherArm(
        Op.Match match, ImmutableArray<Step> steps, int at, Expr? result, SlotScope scope, StringBuilder text)
    {
        if (frames.TagOf(match.Value) is not null)
        {
            text.Append(result is null ? "()" : Constant(Defaults.Of(result.Type)));
            return;
        }

        if (!continuations.TryGetValue(steps[at].Number, out var next))
        {
            next = (names.Next("after"), frames.FreeLocals(steps.AsSpan(at + 1, steps.Length - at - 1), result));
            continuations[steps[at].Number] = next;
            Function(next.Name, next.Free, steps, at + 1, result);
        }

        var arguments = next.Free.Select(local => match.Ids.Contains(local.Key)
            ? Constant(Defaults.Of(local.Value))
            : scope.Reference(local.Key));
        Call(next.Name, arguments, text);
    }

    /// <summary>Whether nothing but one expression is left to write.</summary>
    private bool IsExpression(ImmutableArray<Step> steps, int first, Expr? result)
    {
        if (first == steps.Length)
        {
            return result is null || !FreeNames.Of(result).FoldReadsState;
        }

        return steps[first].Op switch
        {
            Op.Match match => NeedsArms(match) && !FreeNames.Of(match.Value).FoldReadsState,
            Op.Tail => true,
            Op.Observe or Op.Put => first == steps.Length - 1 && result is null
                && !FreeNames.Of(steps[first].Op.Operand!).FoldReadsState,
            _ => false,
        };
    }

    private void Result(Expr? result, SlotScope scope, StringBuilder text, string indent)
    {
        if (result is not null)
        {
            StateSource.BindForFolds(result, false, module, scope, text, indent);
            text.Append(indent);
            Source(scope, text).Write(result);
            return;
        }

        // The last statement is the result where it is of type Unit.
        var last = text.ToString().AsSpan().TrimEnd('\n');
        var line = last[(last.LastIndexOf('\n') + 1)..].TrimStart();
        if (line.StartsWith("IO.print(") || line.StartsWith("put("))
        {
            text.Length -= ";\n".Length;
            return;
        }

        text.Append(indent).Append("()");
    }

    private void Function(
        string name, SortedDictionary<int, VeraType> free, ImmutableArray<Step> steps, int first, Expr? result)
    {
        var scope = new SlotScope();
        foreach (var (local, type) in free)
        {
            scope.Push(type, local);
        }

        var body = new StringBuilder();
        Body(steps, first, result, scope, body, "  ");
        var returned = result is null ? "Unit" : module.TypeOf(result.Type);
        module.Add(SourceModule.Function(name, free.Values.Select(module.TypeOf), returned, body.ToString(), effects));
    }

    private ExprSource Source(SlotScope scope, StringBuilder text) => new(module, scope, names, heapStart, text);

    private static void Push(Op.Match match, SlotScope scope)
    {
        for (var i = 0; i < match.Ids.Length; i++)
        {
            scope.Push(match.Value.Type.Constructors[match.Tag].Fields[i], match.Ids[i]);
        }
    }

    private static void Call(string name, IEnumerable<string> arguments, StringBuilder text) =>
        text.Append(name).Append('(').AppendJoin(", ", arguments).Append(')');
}
