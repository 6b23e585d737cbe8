using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Model;

/// <summary>What expressions mean: the locals and the State cell of a run, and the values made from them.</summary>
/// <param name="heapStart">Where the heap starts that addresses point into.</param>
/// <param name="parseDocument">The literal tree of a document, or null if it does not parse.</param>
/// <param name="equality">When keys and elements of heap types are the same.</param>
internal sealed partial class ModelEvaluator(
    int heapStart, Func<VeraType, string, Expr?> parseDocument, ContainerEquality equality)
{
    private List<ModelValue> bound = [];
    private ModelValue?[] locals = new ModelValue?[64];
    private ModelValue? state;
    private int turn;
    private int start;
    private int evaluations;

    /// <param name="later">By how much the heap starts later than usual.</param>
    public void Begin(int later)
    {
        start = heapStart + later;
        Array.Clear(locals);
        bound.Clear();
        captures.Clear();
        (state, turn, evaluations, applications) = (null, 0, 0, 0);
    }

    public void Bind(int local, ModelValue value)
    {
        if (local >= locals.Length)
        {
            Array.Resize(ref locals, Math.Max(local + 1, locals.Length * 2));
        }

        locals[local] = value;
    }

    public void Put(ModelValue value) => state = value;

    public ModelValue Default(VeraType type) => Evaluate(Defaults.Of(type));

    public ModelValue Evaluate(Expr expr)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ModelLimitException.ThrowIfOver(ModelLimits.Evaluations, ++evaluations, "evaluated expressions");
        return expr switch
        {
            Expr.Local e => locals[e.Id] ?? throw Invalid(expr, "is not bound yet"),
            Expr.Int e => new ModelValue.Scalar(e.Value),
            Expr.Nat e => new ModelValue.Scalar(e.Value),
            Expr.Bool e => new ModelValue.Scalar(e.Value ? 1 : 0),
            Expr.Byte e => new ModelValue.Scalar(e.Value),
            Expr.Float64 e => new ModelValue.Scalar(e.Bits),
            Expr.Text e => new ModelValue.Text(e.Value),
            Expr.Decimal e => new ModelValue.Decimal(e.Quarters / 4m),
            Expr.Address e => AddressValue(e),
            Expr.Turn e => TurnValue(e.Of),
            Expr.Construct e => new ModelValue.Construct(e.Of, e.Tag, EvaluateAll(e.Fields)),
            Expr.ArrayOf e => ModelValue.Array.Of(EvaluateAll(e.Items)),
            Expr.Closure e => new ModelValue.Closure(Evaluate(e.Capture)),
            Expr.Function e => Function(e),
            Expr.Container e => Build(e),
            Expr.Builtin e => OperationRules.Of[e.Operation](this, e.Type, EvaluateAll(e.Operands)),
            Expr.Fold e => Fold(e),
            Expr.Item e => Item(e),
            Expr.State => state ?? throw Invalid(expr, "is read before the first put"),
            Expr.Parse e => Evaluate(parseDocument(e.Of, e.Document) ?? Defaults.Of(e.Of)),
            Expr.Argument e => Evaluate(e.Value),
            Expr.Call e => Evaluate(e.Body),
            Expr.Bound e => bound[^(e.Up + 1)],
            Expr.If e => Evaluate(((ModelValue.Scalar)Evaluate(e.Condition)).Bits != 0 ? e.Then : e.Else),
            Expr.Block e => Under([Evaluate(e.Value)], e.Body),
            Expr.Match e => Match(e),
            Expr.Try e => Try(e),
            Expr.Recursion e => Recursion(e.Calls),
            Expr.Mutual e => Recursion(e.Calls),
            Expr.Contract e => Contract(e),
            Expr.Passed e => Under(EvaluateAll(e.Parts), e.Instance()),
            Expr.Applied e => Applied(e),
            Expr.Cell e => Cell(e),
            Expr.Store e => Store(e),
            Expr.Throw e => throw new ThrownValue(e.Value.Type, Evaluate(e.Value)),
            _ => throw new UnreachableException($"the model has no rule for {expr.GetType()}"),
        };
    }

    private static ArgumentException Invalid(Expr expr, string why) =>
        new($"the case is not valid: {expr} {why}");

    private ModelValue Operand(Expr expr) => Bounded(Evaluate(expr));

    /// <summary>What a container is given: a key, an element or a value. Copies are bounded in size.</summary>
    public ModelValue Bounded(ModelValue value)
    {
        if (equality == ContainerEquality.Content)
        {
            Content.ThrowIfTooLarge(value);
        }

        return value;
    }

    private ModelValue[] EvaluateAll(ImmutableArray<Expr> parts)
    {
        var values = parts.IsEmpty ? [] : new ModelValue[parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(parts[i]);
        }

        return values;
    }

    private ModelValue AddressValue(Expr.Address address) => address.Of.Kind == TypeKind.String
        ? new ModelValue.Text(HeapAddress.Text(start, address))
        : new ModelValue.Scalar(HeapAddress.Bits(start, address));

    private ModelValue TurnValue(VeraType type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Nat => new ModelValue.Scalar(turn),
        TypeKind.Float64 => new ModelValue.Scalar(BitConverter.DoubleToInt64Bits(turn)),
        TypeKind.Byte => new ModelValue.Scalar(turn & 255),
        TypeKind.Bool => new ModelValue.Scalar(turn & 1),
        TypeKind.String => new ModelValue.Text(turn.ToString(CultureInfo.InvariantCulture)),
        TypeKind.Decimal => new ModelValue.Decimal(turn),
        _ => throw new UnreachableException($"a turn has no value as {type}"),
    };

    private ModelValue.Container Build(Expr.Container container)
    {
        var log = new EntryLog(Sameness.Of(container.Of.First, equality));
        var entries = container.Entries;
        var isMap = container.Of.Kind == TypeKind.Map;
        for (var i = 0; i < entries.Length; i++)
        {
            var key = Operand(entries[i]);
            log.Put(key, isMap ? Operand(entries[++i]) : null);
        }

        return new(log, log.Entries.Length);
    }

    private ModelValue.Container Fold(Expr.Fold fold)
    {
        var into = (ModelValue.Container)Evaluate(fold.Into);
        if (fold.Count <= 0)
        {
            return into;
        }

        var log = into.CopyLog();
        var outerTurn = turn;
        for (turn = 0; turn < fold.Count; turn++)
        {
            var key = Operand(fold.Key);
            log.Put(key, fold.Value is null ? null : Operand(fold.Value));
        }

        turn = outerTurn;
        return new(log, log.Entries.Length);
    }

    private ModelValue Match(Expr.Match match)
    {
        var subject = (ModelValue.Construct)Evaluate(match.Subject);
        return subject.Tag == match.Tag || match.Other is null
            ? Under(subject.Fields, match.Arm)
            : Evaluate(match.Other);
    }

    /// <summary>The calls one after the other, down and up again: their depth is not that of this program.</summary>
    private ModelValue Recursion(CallChain chain)
    {
        var given = EvaluateAll(chain.Start);
        var calls = new Stack<(ModelValue[] Given, Expr Then)>();
        for (var depth = 0; depth < chain.Depth; depth++)
        {
            var half = chain.At(depth);
            if (half.Rest is { } rest)
            {
                calls.Push((given, rest));
            }

            bound.AddRange(given);
            var next = EvaluateAll(half.Next);
            bound.RemoveRange(bound.Count - given.Length, given.Length);
            given = next;
        }

        var result = Under(given, chain.At(chain.Depth).Base);
        while (calls.TryPop(out var call))
        {
            result = Under([.. call.Given, result], call.Then);
        }

        return result;
    }

    private ModelValue Contract(Expr.Contract contract)
    {
        var given = EvaluateAll(contract.Given);
        Check(given, contract.Requires);
        var result = Under(given, contract.Body);
        Check([.. given, result], contract.Ensures);
        return result;
    }

    /// <summary>Vera ends a program whose contracts do not hold: what it would have shown is left open.</summary>
    private void Check(ReadOnlySpan<ModelValue> sees, Expr check)
    {
        if (((ModelValue.Scalar)Under(sees, check)).Bits == 0)
        {
            throw new ModelLimitException($"the contract {check} does not hold");
        }
    }

    /// <summary>Whatever ends the body, the cell around holds what it held.</summary>
    private ModelValue Cell(Expr.Cell cell)
    {
        var (initial, around) = (Evaluate(cell.Initial), state);
        state = initial;
        try
        {
            return Evaluate(cell.Body);
        }
        finally
        {
            state = around;
        }
    }

    private ModelValue Store(Expr.Store store)
    {
        state = Evaluate(store.Value);
        return Evaluate(store.Rest);
    }

    private ModelValue Try(Expr.Try attempt)
    {
        var (turnAround, boundAround) = (turn, bound.Count);
        try
        {
            return Evaluate(attempt.Body);
        }
        catch (ThrownValue thrown) when (thrown.Type == attempt.Thrown)
        {
            turn = turnAround;
            bound.RemoveRange(boundAround, bound.Count - boundAround);
            return Under([thrown.Value], attempt.Handler);
        }
    }

    /// <summary>Evaluates a part that sees values which the expression binds.</summary>
    private ModelValue Under(ReadOnlySpan<ModelValue> binds, Expr part)
    {
        bound.AddRange(binds);
        var value = Evaluate(part);
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        return value;
    }

    private ModelValue Item(Expr.Item item)
    {
        var items = ((ModelValue.Array)Evaluate(item.Of)).Items;
        return item.Index >= 0 && item.Index < items.Length ? items[item.Index] : Default(item.Type);
    }
}
