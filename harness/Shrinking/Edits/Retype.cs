using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Shrinking.Edits;

/// <summary>Rewrites a case as if one of its types had been another from the start.</summary>
/// <remarks>What makes no sense any more becomes the default value of the type that is wanted there.</remarks>
internal sealed class Retype
{
    private readonly VeraType from;
    private readonly VeraType to;
    private readonly Dictionary<VeraType, VeraType> known = [];

    private Retype(VeraType from, VeraType to) => (this.from, this.to) = (from, to);

    public static StressCase Everywhere(StressCase current, VeraType from, VeraType to)
    {
        var retype = new Retype(from, to);
        var lost = new Dictionary<int, Expr>();
        var ops = ImmutableArray.CreateBuilder<Op>(current.Ops.Length);
        foreach (var op in current.Ops)
        {
            retype.Add(Rewrite.Substitute(op, lost), ops, lost);
        }

        return current.With(ops.ToImmutable());
    }

    private void Add(Op op, ImmutableArray<Op>.Builder ops, Dictionary<int, Expr> lost)
    {
        if (op.Operand is not { } operand)
        {
            ops.Add(op);
            return;
        }

        var type = Map(operand.Type);
        var fields = op is Op.Match match ? match.Value.Type.Constructors[match.Tag].Fields : [];
        if (op is Op.Match kept && type.Kind != operand.Type.Kind)
        {
            for (var i = 0; i < kept.Ids.Length; i++)
            {
                lost[kept.Ids[i]] = Defaults.Of(fields[i]);
            }

            return;
        }

        ops.Add(op.With(As(operand, type)));
    }

    private VeraType Map(VeraType type)
    {
        if (type == from || type.Arguments.IsEmpty)
        {
            return type == from ? to : type;
        }

        if (!known.TryGetValue(type, out var mapped))
        {
            mapped = VeraType.Of(type.Kind, type.Arguments.Select(Map).ToArray());
            known.Add(type, mapped);
        }

        return mapped;
    }

    /// <summary>The expression as a value of <paramref name="want"/>.</summary>
    private Expr As(Expr expr, VeraType want) => Rebuilt(expr, want) ?? Defaults.Of(want);

    private Expr? Rebuilt(Expr expr, VeraType want) => expr switch
    {
        Expr.Local local => Map(local.Of) == want ? new Expr.Local(local.Id, want) : null,
        Expr.State state => Map(state.Of) == want ? new Expr.State(want) : null,
        Expr.Construct construct => want.Kind == construct.Of.Kind
            ? new Expr.Construct(want, construct.Tag, All(construct.Fields, want.Constructors[construct.Tag].Fields))
            : null,
        Expr.ArrayOf array => want.Kind == TypeKind.Array
            ? new Expr.ArrayOf(want, [.. array.Items.Select(item => As(item, want.First))])
            : null,
        Expr.Closure closure => want.Kind == TypeKind.Closure
            ? new Expr.Closure(want, As(closure.Capture, want.First))
            : null,
        Expr.Argument argument => Rebuilt(argument.Value, want) is { } given ? new Expr.Argument(given) : null,
        Expr.Function function => want.Kind == TypeKind.Closure
            ? new Expr.Function(As(function.Body, want.First))
            : null,
        Expr.Call call => new Expr.Call(As(call.Body, want)),
        Expr.Bound bound => Map(bound.Of) == want ? new Expr.Bound(bound.Up, want) : null,
        Expr.If branch => new Expr.If(
            As(branch.Condition, VeraType.Bool), As(branch.Then, want), As(branch.Else, want)),
        Expr.Block block => new Expr.Block(As(block.Value, Map(block.Value.Type)), As(block.Body, want)),
        Expr.Match match => Match(match, want),
        Expr.Try attempt => new Expr.Try(Map(attempt.Thrown), As(attempt.Body, want), As(attempt.Handler, want))
        { IsNamed = attempt.IsNamed },
        Expr.Recursion call => new Expr.Recursion(
            call.Depth,
            [.. call.Start.Select(given => As(given, Map(given.Type)))],
            [.. call.Next.Zip(call.Parameters, (given, type) => As(given, Map(type)))],
            As(call.Base, want),
            call.Rest is { } rest ? As(rest, want) : null),
        Expr.Mutual call => new Expr.Mutual(
            call.Depth,
            [.. call.Start.Select(given => As(given, Map(given.Type)))],
            Half(call.One, call.Calls.ParametersAt(1), want),
            Half(call.Other, call.Calls.ParametersAt(0), want)),
        Expr.Contract call => new Expr.Contract(
            [.. call.Given.Select(given => As(given, Map(given.Type)))],
            Check(call.Requires), As(call.Body, want), Check(call.Ensures))
        { IsNamed = call.IsNamed },
        Expr.Passed passed => new Expr.Passed(
            passed.By, passed.Form, As(passed.Value, want), passed.Other is { } o ? As(o, Map(o.Type)) : null),
        Expr.Applied applied => Applied(applied, want),
        Expr.Cell cell => new Expr.Cell(As(cell.Initial, Map(cell.Initial.Type)), As(cell.Body, want))
        { IsNamed = cell.IsNamed },
        Expr.Store store => new Expr.Store(As(store.Value, Map(store.Value.Type)), As(store.Rest, want)),
        Expr.Throw thrown => new Expr.Throw(want, As(thrown.Value, Map(thrown.Value.Type))),
        _ when expr.Parts.IsEmpty => Leaf(expr, want),
        _ => RebuiltContainer(expr, want) ?? RebuiltReading(expr, want),
    };

    /// <summary>What makes no sense any more holds.</summary>
    private Expr Check(Expr check) => Rebuilt(check, VeraType.Bool) ?? new Expr.Bool(true);

    private CallHalf Half(CallHalf half, ImmutableArray<VeraType> given, VeraType want) => new(
        [.. half.Next.Zip(given, (value, type) => As(value, Map(type)))],
        As(half.Base, want),
        half.Rest is { } rest ? As(rest, want) : null);

    private Expr.Applied? Applied(Expr.Applied applied, VeraType want)
    {
        var of = Map(applied.Of.Type);
        var body = applied.Form switch
        {
            AppliedForm.Each => want.Kind == TypeKind.Array ? want.First : null,
            AppliedForm.Reduce => want,
            AppliedForm.Keep => want == of ? VeraType.Bool : null,
            AppliedForm.Sort => want == of && Expr.Applied.IsOrdered(Map(applied.Body.Type))
                ? Map(applied.Body.Type)
                : null,
            AppliedForm.First => want == VeraType.Option(of.Arguments.FirstOrDefault() ?? want) ? VeraType.Bool : null,
            _ => want == VeraType.Bool ? want : null,
        };
        return body is null || of.Kind != TypeKind.Array ? null : new(
            applied.Form, As(applied.Of, of), applied.Count, applied.Start is { } start ? As(start, want) : null,
            As(applied.Body, body));
    }

    private Expr.Match? Match(Expr.Match match, VeraType want)
    {
        var subject = Map(match.Subject.Type);
        return subject.Kind == match.Subject.Type.Kind
            ? new(As(match.Subject, subject), match.Tag, As(match.Arm, want), match.Other is { } o ? As(o, want) : null)
            : null;
    }

    private Expr? RebuiltContainer(Expr expr, VeraType want) => !want.IsContainer ? null : expr switch
    {
        Expr.Container container => new Expr.Container(want, Entries(container, want)),
        Expr.Fold fold => Fold(fold, want),
        Expr.Builtin { Operation.Use: ContainerUse.Insert } insert => Insert(insert.Operands, want),
        Expr.Builtin { Operation.KeepsType: true } builtin => Builtin(builtin, want, want),
        _ => null,
    };

    private Expr? RebuiltReading(Expr expr, VeraType want)
    {
        var source = Map(expr.Parts[0].Type);
        return expr switch
        {
            Expr.Builtin builtin => Builtin(builtin, source, want),
            Expr.Item item when source.Kind == TypeKind.Array && source.First == want =>
                new Expr.Item(As(item.Of, source), item.Index),
            Expr.Container or Expr.Fold or Expr.Item => null,
            _ => throw new UnreachableException($"no other type for {expr.GetType().Name}"),
        };
    }

    /// <summary>The operation, or one that does the same, over a first operand of another type.</summary>
    private Expr.Builtin? Builtin(Expr.Builtin builtin, VeraType first, VeraType want)
    {
        var known = default(TypeBinding);
        if (OperationCatalogue.Over(first, builtin.Operation) is not { } operation
            || operation.Operands.Length != builtin.Operands.Length || !operation.Operands[0].Matches(first, ref known))
        {
            return null;
        }

        var operands = builtin.Operands.ToBuilder();
        for (var i = 0; i < operands.Count; i++)
        {
            var type = operation.Operands[i].Under(known) ?? Map(operands[i].Type);
            if (!operation.Operands[i].Matches(type, ref known))
            {
                return null;
            }

            operands[i] = As(operands[i], type);
        }

        return operation.Result.Under(known) == want ? new(operation, operands.ToImmutable()) : null;
    }

    private Expr.Builtin Insert(ImmutableArray<Expr> operands, VeraType want)
    {
        var (key, value) = AsEntry(operands[1], operands.ElementAtOrDefault(2), want);
        return ContainerExprs.Insert(As(operands[0], want), key, value);
    }

    private Expr.Fold Fold(Expr.Fold fold, VeraType want)
    {
        var (key, value) = AsEntry(fold.Key, fold.Value, want);
        return new(As(fold.Into, want), fold.Count, key, value);
    }

    private ImmutableArray<Expr> Entries(Expr.Container container, VeraType want)
    {
        var step = container.Of.Arguments.Length;
        var entries = ImmutableArray.CreateBuilder<Expr>();
        for (var i = 0; i + step <= container.Entries.Length; i += step)
        {
            var (key, value) = AsEntry(container.Entries[i], step == 2 ? container.Entries[i + 1] : null, want);
            if (value is null && step == 2 && Map(container.Entries[i].Type) == Map(container.Entries[i + 1].Type))
            {
                // From a literal a set can take both.
                entries.Add(As(container.Entries[i], want.First));
            }

            entries.Add(key);
            if (value is not null)
            {
                entries.Add(value);
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>Of a map's entry, a set takes what has its element's type, rather the value than the key.</summary>
    private (Expr Key, Expr? Value) AsEntry(Expr key, Expr? value, VeraType want)
    {
        if (want.Kind == TypeKind.Map)
        {
            return (As(key, want.First), value is null ? Defaults.Of(want.Second) : As(value, want.Second));
        }

        var element = value is not null && Map(value.Type) == want.First ? value : key;
        return (As(element, want.First), null);
    }

    private ImmutableArray<Expr> All(ImmutableArray<Expr> parts, ImmutableArray<VeraType> want) =>
        [.. parts.Select((part, i) => As(part, want[i]))];

    private static Expr? Leaf(Expr leaf, VeraType want) => leaf.Type == want
        ? leaf
        : leaf switch
        {
            Expr.Address address when ExprTypes.CanBeAddress(want) => address with { Of = want },
            Expr.Turn when ExprTypes.CanBeTurn(want) => new Expr.Turn(want),
            Expr.Nat nat when want == VeraType.Int => new Expr.Int(nat.Value),
            Expr.Byte number when want == VeraType.Int => new Expr.Int(number.Value),
            _ => null,
        };
}
