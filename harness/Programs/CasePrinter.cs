using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>Writes cases, ops and expressions; <see cref="ExprPrinter"/> knows about expressions.</summary>
internal sealed class CasePrinter
{
    private readonly StringBuilder writer = new(1024);

    public override string ToString() => writer.ToString();

    public CasePrinter WriteCase(StressCase stressCase)
    {
        if (stressCase.Heap != HeapState.Empty)
        {
            writer.Append("heap ").Append(NameOf(stressCase.Heap)).Append('\n');
        }

        if (!stressCase.Tables.IsUsual)
        {
            writer.Append("tables");
            foreach (var (name, size) in stressCase.Tables.Said())
            {
                writer.Append(' ').Append(name).Append(' ').Append(size);
            }

            writer.Append('\n');
        }

        if (stressCase.Schedule is not CollectionSchedule.Natural)
        {
            writer.Append("schedule ");
            WriteSchedule(stressCase.Schedule);
            writer.Append('\n');
        }

        var indent = 0;
        foreach (var op in stressCase.Ops)
        {
            // The result belongs to the caller, so the line of a return stands where the caller's do.
            indent -= op is Op.Return && indent > 0 ? 2 : 0;
            writer.Append(' ', indent);
            WriteOp(op);
            writer.Append('\n');
            indent += op is Op.Call ? 2 : 0;
        }

        return this;
    }

    public CasePrinter WriteOp(Op op)
    {
        switch (op)
        {
            case Op.Let o:
                Binding(o.Id, o.Value);
                return WriteOperand(o.Value, typeIsKnown: true);
            case Op.Match o:
                writer.Append(o.Destructures ? "let " : "match ");
                Pattern(o);
                writer.Append(" = ");
                return WriteOperand(o.Value);
            case Op.Observe o:
                writer.Append("observe ");
                return WriteOperand(o.Value);
            case Op.Put o:
                writer.Append("put ");
                return WriteOperand(o.Value);
            case Op.Allocate o:
                writer.Append("allocate ").Append(o.Bytes);
                return this;
            case Op.Churn o:
                writer.Append("churn ").Append(o.Count).Append(' ').Append(o.Bytes);
                return this;
            case Op.Call:
                writer.Append("call");
                return this;
            case Op.Return o:
                Binding(o.Id, o.Value);
                writer.Append("return ");
                return WriteOperand(o.Value, typeIsKnown: true);
            case Op.Tail o:
                writer.Append("tail");
                Locals(o.Arguments, " $");
                return this;
            default:
                throw new UnreachableException($"no text for {op.GetType()}");
        }
    }

    public CasePrinter WriteSchedule(CollectionSchedule schedule)
    {
        switch (schedule)
        {
            case CollectionSchedule.Natural:
                writer.Append("natural");
                return this;
            case CollectionSchedule.Eager:
                writer.Append("eager");
                return this;
            case CollectionSchedule.Every s:
                writer.Append("every ").Append(s.Interval);
                return this;
            case CollectionSchedule.At s:
                writer.Append("at");
                Locals(s.Allocations, " ");
                return this;
            default:
                throw new UnreachableException($"no text for {schedule.GetType()}");
        }
    }

    public CasePrinter WriteOperand(Expr expr, bool typeIsKnown = false)
    {
        new ExprPrinter(writer).Write(expr, typeIsKnown);
        return this;
    }

    public static string NameOf(HeapState heap) => heap switch
    {
        HeapState.Empty => "empty",
        HeapState.Full => "full",
        HeapState.AlmostFull => "almost-full",
        HeapState.Fragmented => "fragmented",
        _ => "?",
    };

    private void Binding(int id, Expr value) =>
        writer.Append('$').Append(id).Append(": ").Append(value.KnownType?.ToString() ?? "?").Append(" = ");

    private void Pattern(Op.Match match)
    {
        var constructors = match.Value.KnownType?.Constructors ?? [];
        var known = match.Tag >= 0 && match.Tag < constructors.Length;
        writer.Append(known ? constructors[match.Tag].Name : "?");
        if (match.Ids.Length > 0)
        {
            writer.Append("($").Append(match.Ids[0]);
            Locals(match.Ids.AsSpan()[1..], ", $");
            writer.Append(')');
        }
    }

    private void Locals(ImmutableArray<int> numbers, string before) => Locals(numbers.AsSpan(), before);

    private void Locals(ReadOnlySpan<int> numbers, string before)
    {
        foreach (var number in numbers)
        {
            writer.Append(before).Append(number);
        }
    }
}
