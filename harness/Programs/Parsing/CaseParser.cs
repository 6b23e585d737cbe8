using System.Collections.Immutable;
using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads a whole case, line by line; made for hostile text: linear, bounded, one clear error.</summary>
internal sealed class CaseParser
{
    private static readonly string[] Openings =
    [
        "$0: Type = ...", "allocate", "call", "churn", "heap", "let", "match", "observe", "put", "schedule", "tables",
        "tail",
    ];

    private readonly CaseReader reader;
    private readonly LocalScope scope = new();
    private readonly ExprParser exprs;
    private readonly ImmutableArray<Op>.Builder ops = ImmutableArray.CreateBuilder<Op>();
    private readonly List<int> lines = [];
    private readonly List<int> callLines = [];
    private CollectionSchedule? schedule;
    private HeapState? heap;
    private HeapTables? tables;

    private CaseParser(CaseReader reader)
    {
        this.reader = reader;
        exprs = new ExprParser(reader, scope);
    }

    /// <summary>The case in <paramref name="text"/> from a place on, which is the start of a line.</summary>
    public static StressCase Parse(string text, int start, int line) =>
        new CaseParser(new CaseReader(text, start, line)).Case();

    private StressCase Case()
    {
        while (reader.NextLine())
        {
            if (ops.Count == CaseLimits.Ops)
            {
                throw reader.Error($"a case has at most {CaseLimits.Ops} ops");
            }

            Line();
            reader.ExpectEnd();
        }

        if (callLines.Count > 0)
        {
            throw new CaseFormatException(callLines[^1], "the frame that this call opens has no return");
        }

        var parsed = new StressCase(
            ops.DrainToImmutable(), schedule ?? new CollectionSchedule.Natural(), heap ?? HeapState.Empty, tables);
        CheckThatNothingNeedsRepair(parsed);
        return parsed;
    }

    private void Line()
    {
        if (reader.Peek() == '$')
        {
            Add(LetOrReturn());
            return;
        }

        var name = reader.Name("an op");
        switch (name)
        {
            case "heap":
                heap = Once(heap is null, name) ? HeadingParser.Heap(reader) : heap;
                break;
            case "tables":
                tables = Once(tables is null, name) ? HeadingParser.Tables(reader) : tables;
                break;
            case "schedule":
                schedule = Once(schedule is null, name) ? HeadingParser.Schedule(reader) : schedule;
                break;
            default:
                Add(ReadOp(name));
                break;
        }
    }

    private void Add(Op op)
    {
        ops.Add(op);
        lines.Add(reader.Line);
    }

    private Op ReadOp(string name)
    {
        switch (name)
        {
            case "match" or "let":
                return Match(destructures: name == "let");
            case "observe":
                return new Op.Observe(exprs.Read(null, 1, out _));
            case "put":
                return Put();
            case "allocate":
                return new Op.Allocate(reader.Count("the size of a block", 1, CaseLimits.AllocateBytes));
            case "churn":
                return new Op.Churn(
                    reader.Count("the number of blocks", 1, CaseLimits.ChurnCount),
                    reader.Count("the size of a block", 1, CaseLimits.ChurnBytes));
            case "call":
                return Call();
            case "tail":
                return Tail();
            default:
                throw reader.Error($"unknown op '{name}'{Spelling.Hint(name, Openings)}");
        }
    }

    private Op LetOrReturn()
    {
        var id = reader.Local();
        reader.Expect(':');
        var type = TypeParser.Read(reader);
        reader.Expect('=');
        var start = reader.Position;
        var returns = reader.Peek() == 'r' && reader.Name("a value") == "return";
        if (!returns)
        {
            reader.Position = start;
            var value = exprs.Read(type, 1, out _);
            Bind(id, type);
            return new Op.Let(id, value);
        }

        if (scope.Depth == 0)
        {
            throw reader.Error("return without a call");
        }

        var result = exprs.Read(type, 1, out _);
        scope.Close();
        callLines.RemoveAt(callLines.Count - 1);
        Bind(id, type);
        return new Op.Return(id, result);
    }

    private Op.Match Match(bool destructures)
    {
        var name = reader.Name("a constructor");
        var ids = ImmutableArray.CreateBuilder<int>();
        if (reader.Take('('))
        {
            do
            {
                ids.Add(reader.Local());
            }
            while (reader.Take(','));
            reader.Expect(')');
        }

        reader.Expect('=');
        var value = exprs.Read(null, 1, out var type);
        var tag = reader.Tag(name, type);
        var fields = type.Constructors[tag].Fields;
        if (fields.Length != ids.Count)
        {
            throw reader.Error($"{name} has {fields.Length} fields, but {ids.Count} locals are bound");
        }

        for (var i = 0; i < ids.Count; i++)
        {
            Bind(ids[i], fields[i]);
        }

        return new Op.Match(ids.DrainToImmutable(), value, tag, destructures);
    }

    private Op.Put Put()
    {
        var value = exprs.Read(null, 1, out var type);
        exprs.State = new(exprs.State.Type ?? type, IsInner: false);
        return exprs.State.Type == type
            ? new Op.Put(value)
            : throw reader.Error($"the State cell holds a value of type {exprs.State.Type}, not {type}");
    }

    private Op.Call Call()
    {
        if (scope.Depth == CaseLimits.FrameDepth)
        {
            throw reader.Error($"calls nest at most {CaseLimits.FrameDepth} deep");
        }

        scope.Open();
        callLines.Add(reader.Line);
        return new Op.Call();
    }

    private Op.Tail Tail()
    {
        if (scope.Depth == 0)
        {
            throw reader.Error("tail without a call");
        }

        var arguments = ImmutableArray.CreateBuilder<int>();
        var seen = new HashSet<int>();
        while (!reader.AtEnd)
        {
            var id = reader.Local();
            if (!scope.IsVisible(id) || !seen.Add(id))
            {
                throw reader.Error($"local ${id} " + (scope.IsVisible(id) ? "is passed twice" : "is not in scope"));
            }

            arguments.Add(id);
        }

        var tail = new Op.Tail(arguments.DrainToImmutable());
        scope.Keep(tail.Arguments.AsSpan());
        return tail;
    }

    private void Bind(int id, VeraType type)
    {
        if (id != scope.Count)
        {
            throw reader.Error($"locals are numbered as they are bound: expected ${scope.Count}, found ${id}");
        }

        scope.Bind(type);
    }

    private bool Once(bool first, string name) => ops.Count > 0
        ? throw reader.Error($"'{name}' stands before the first op")
        : first ? true : throw reader.Error($"'{name}' is said twice");

    /// <summary>Repair knows all rules; those that no parser method states have their message here.</summary>
    private void CheckThatNothingNeedsRepair(StressCase parsed)
    {
        var repaired = CaseRepair.Repair(parsed);
        if (ReferenceEquals(repaired, parsed))
        {
            return;
        }

        for (var i = 0; i < parsed.Ops.Length; i++)
        {
            var nearest = i < repaired.Ops.Length ? repaired.Ops[i] : null;
            if (!ReferenceEquals(parsed.Ops[i], nearest))
            {
                throw new CaseFormatException(lines[i], "this op is not valid here, or goes beyond a limit");
            }
        }

        throw new CaseFormatException(0, $"the schedule is not valid: {parsed.Schedule}");
    }
}
