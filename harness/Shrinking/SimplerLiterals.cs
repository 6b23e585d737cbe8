using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>What to try in place of one literal, size or other single value, simplest first.</summary>
internal sealed class SimplerLiterals(ShrinkOptions options)
{
    /// <summary>Nodes with another value of their own and the same parts, or none.</summary>
    public IEnumerable<Expr> Of(Expr expr) => expr switch
    {
        Expr.Int value => Steps.Of(value.Value).Select(v => new Expr.Int(v)),
        Expr.Nat value => Steps.Of(value.Value).Select(v => new Expr.Nat(v)),
        Expr.Bool value => value.Value ? [new Expr.Bool(false)] : [],
        Expr.Byte value => Steps.Of((int)value.Value).Select(v => new Expr.Byte((byte)v)),
        Expr.Float64 value => Floats(BitConverter.Int64BitsToDouble(value.Bits)),
        Expr.Text value => Steps.Of(value.Value).Select(v => new Expr.Text(v)),
        Expr.Decimal value => Steps.Of(value.Quarters).Select(v => new Expr.Decimal(v)),
        Expr.Address address => Addresses(address),
        Expr.Parse parse => Documents(parse).Prepend(Defaults.Of(parse.Of)),
        Expr.Local or Expr.Bound or Expr.State or Expr.Turn => [Defaults.Of(expr.Type)],
        Expr.Construct construct => Constructors(construct),
        Expr.Recursion call => Steps.Of(call.Depth).Select(depth => call with { Depth = depth }),
        Expr.Mutual call => Steps.Of(call.Depth).Select(depth => call with { Depth = depth }),
        Expr.Applied applied => Steps.Of(applied.Count).Select(count => applied with { Count = count }),
        Expr.Passed passed => Simpler(passed),
        Expr.Fold fold => Steps.Of(fold.Count).Select(count => fold with { Count = count }),
        Expr.Item item => Steps.Of(item.Index).Select(index => item with { Index = index }),
        Expr.ArrayOf or Expr.Closure or Expr.Container or Expr.Builtin or Expr.Call => [],
        Expr.Contract { IsNamed: true } call => [call with { IsNamed = false }],
        Expr.Cell { IsNamed: true } cell => [cell with { IsNamed = false }],
        Expr.Try { IsNamed: true } attempt => [attempt with { IsNamed = false }],
        Expr.If or Expr.Block or Expr.Match or Expr.Try or Expr.Throw => [],
        Expr.Contract or Expr.Cell or Expr.Store or Expr.Function => [],
        Expr.Argument => [],
        _ => throw new UnreachableException($"nothing simpler than {expr.GetType().Name}"),
    };

    /// <summary>The same op with a simpler value of its own, or a simpler op that allocates as well.</summary>
    public static IEnumerable<Op> Of(Op op) => op switch
    {
        Op.Allocate allocate => Steps.Of(allocate.Bytes).Select(bytes => new Op.Allocate(bytes)),
        Op.Churn churn =>
        [
            .. new[] { churn.Bytes, (int)Math.Min((long)churn.Bytes * churn.Count, int.MaxValue) }
                .Select(bytes => new Op.Allocate(bytes)),
            .. Steps.Of(churn.Count).Select(count => churn with { Count = count }),
            .. Steps.Of(churn.Bytes).Select(bytes => churn with { Bytes = bytes }),
        ],
        Op.Match { Destructures: true } match => [match with { Destructures = false }],
        Op.Tail tail => tail.Arguments.Select(id => new Op.Tail(tail.Arguments.Remove(id))),
        Op.Let or Op.Match or Op.Observe or Op.Put or Op.Call or Op.Return => [],
        _ => throw new UnreachableException($"nothing simpler than {op.GetType().Name}"),
    };

    /// <summary>A simpler name for the type, then what does less with the value.</summary>
    private static IEnumerable<Expr> Simpler(Expr.Passed passed)
    {
        if (passed.By != Naming.Generic)
        {
            yield return passed with { By = Naming.Generic };
        }

        for (var form = Passage.Plain; form < passed.Form; form++)
        {
            if (form != Passage.Pair)
            {
                yield return new Expr.Passed(passed.By, form, passed.Value, null);
            }
        }
    }

    private static IEnumerable<Expr> Floats(double value)
    {
        var whole = Math.Abs(value) < 1L << 53 ? Steps.Of((long)value).Append((long)value) : [0, 1];
        return whole.Select(v => Expr.Float64.From(v));
    }

    private static IEnumerable<Expr> Addresses(Expr.Address address)
    {
        yield return Defaults.Of(address.Of);
        if (address.High >= 0)
        {
            yield return address with { High = -1 };
            foreach (var high in Steps.Of(address.High))
            {
                yield return address with { High = high };
            }
        }

        foreach (var low in Steps.Of(address.Low))
        {
            yield return address with { Low = low };
        }
    }

    private IEnumerable<Expr> Documents(Expr.Parse parse) =>
        (options.SmallerDocuments?.Invoke(parse.Of, parse.Document) ?? Steps.Of(parse.Document))
            .Select(document => new Expr.Parse(parse.Of, document));

    private static IEnumerable<Expr> Constructors(Expr.Construct construct)
    {
        foreach (var other in construct.Of.Constructors.Where(other => other.Tag != construct.Tag))
        {
            yield return other.Fields.SequenceEqual(construct.Constructor.Fields)
                ? construct with { Tag = other.Tag }
                : Defaults.Construct(construct.Of, other.Tag);
        }
    }
}
