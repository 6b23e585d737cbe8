using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>A made-up bug: which cases fail, and ops that make a random case likely to.</summary>
internal sealed record SyntheticBug(string Name, Func<StressCase, bool> Fails, params Func<DrawnCases, Op>[] Planted)
{
    /// <summary>Failing cases to start from: all different, of 10 to 40 ops.</summary>
    public IEnumerable<StressCase> Starts(int count) => Enumerable.Range(0, int.MaxValue)
        .Select(seed => DrawnCases.Draw(seed, 10 + (seed % 30), Planted))
        .Where(Fails)
        .Take(count);
}

/// <summary>Bugs that need different dimensions of a case.</summary>
internal static class SyntheticBugs
{
    public static ImmutableArray<SyntheticBug> All { get; } =
    [
        new("heap value inserted into a set, allocation of 1000 later", InsertThenAllocate,
            drawn => new Op.Observe(InsertInto(drawn, drawn.SetOf(type => type.IsHeap))),
            drawn => new Op.Allocate(1000 + drawn.Number(100_000))),
        new("integer of at least 1000 that is observed",
            c => c.Ops.Any(op => op is Op.Observe && Nodes(op).Any(e => e is Expr.Int { Value: >= 1000 })),
            drawn => new Op.Observe(new Expr.Int(1000 + drawn.Number(1_000_000)))),
        new("the key that was inserted is looked up", SameKey,
            drawn => new Op.Observe(Lookup(11 + drawn.Number(500)))),
        new("another key than the inserted one is looked up", OtherKey,
            drawn => new Op.Observe(Lookup(drawn.Number(500))), drawn => new Op.Observe(ContainerExprs.Remove(
                Lookup(drawn.Number(500)).Operands[0], new Expr.Int(drawn.Number(500))))),
        new("nested brackets in a document", c => AllNodes(c).Any(e => e is Expr.Parse p && p.Document.Contains("[[")),
            drawn => new Op.Put(new Expr.Parse(VeraType.Json, $"[1, [[\"{drawn.Number(9)}\"]]]"))),
        new("container read after a collection", CollectingInterpreter.Fails,
            drawn => new Op.Observe(InsertInto(drawn, drawn.SetOf(type => type.Shape == SlotShape.I32)))),
        new("an address in a container while something is collected", AddressAndCollection,
            drawn => new Op.Put(new Expr.Container(
                VeraType.Set(VeraType.Nat),
                [new Expr.Address(VeraType.Nat, 8 + drawn.Number(15), drawn.Number(40))]))),
        new("put in a callee's frame", PutInFrame,
            _ => new Op.Call(),
            drawn => new Op.Put(drawn.Of(drawn.Type())),
            drawn => new Op.Return(900, drawn.Of(drawn.Type()))),
        new("a container of closures", c => AllNodes(c).Any(e => e.Type.IsContainer
                && e.Type.Arguments.Any(a => a.Kind == TypeKind.Closure)),
            drawn => new Op.Put(drawn.Of(drawn.SetOf(type => type.Kind == TypeKind.Closure)))),
        new("as many puts as allocations, and one at least", PutsMatchAllocations,
            drawn => new Op.Put(drawn.Of(drawn.Type())), drawn => new Op.Allocate(drawn.Number(100))),
        new("a string with two letters beyond ASCII",
            c => AllNodes(c).Any(e => e is Expr.Text t && t.Value.Count(letter => letter == 'é') >= 2),
            _ => new Op.Put(new Expr.Text("abcéxyzé"))),
    ];

    public static IEnumerable<Expr> AllNodes(StressCase stressCase) => stressCase.Ops.SelectMany(Nodes);

    private static IEnumerable<Expr> Nodes(Op op) => op.Operand is { } operand ? Nodes(operand) : [];

    private static IEnumerable<Expr> Nodes(Expr expr) => expr.Parts.SelectMany(Nodes).Prepend(expr);

    private static Expr.Builtin InsertInto(DrawnCases drawn, VeraType set) =>
        ContainerExprs.Insert(
            ContainerExprs.Insert(drawn.Of(set), drawn.Of(set.First), null), drawn.Of(set.First), null);

    private static Expr.Builtin Lookup(int key)
    {
        var set = VeraType.Set(VeraType.Int);
        return ContainerExprs.Contains(
            ContainerExprs.Insert(Defaults.Of(set), new Expr.Int(key), null), new Expr.Int(key));
    }

    private static bool InsertThenAllocate(StressCase stressCase)
    {
        var inserted = false;
        foreach (var op in stressCase.Ops)
        {
            inserted |= Nodes(op).Any(
                e => e is Expr.Builtin { Operation.Use: ContainerUse.Insert, Operands: [_, { Type.IsHeap: true }] });
            if (inserted && op is Op.Allocate { Bytes: >= 1000 })
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameKey(StressCase stressCase)
    {
        var inserted = Keys(stressCase, ContainerUse.Insert).OfType<Expr.Int>()
            .Where(key => key.Value > 10).ToHashSet();
        return Keys(stressCase, ContainerUse.Contains).Any(e => e is Expr.Int key && inserted.Contains(key));
    }

    private static IEnumerable<Expr> Keys(StressCase stressCase, ContainerUse use) => AllNodes(stressCase)
        .OfType<Expr.Builtin>().Where(e => e.Operation.Use == use).Select(e => e.Operands[1]);

    private static bool AddressAndCollection(StressCase stressCase) =>
        stressCase.Schedule is not CollectionSchedule.Natural
        && AllNodes(stressCase).Any(e =>
            e.Type.IsContainer && e.Parts.Any(part => part is Expr.Address { Low: >= 8 and < 24 }));

    private static bool OtherKey(StressCase stressCase) => AllNodes(stressCase).Any(e =>
        e is Expr.Builtin
        {
            Operation.Use: ContainerUse.Remove,
            Operands:
            [
                Expr.Builtin
            {
                Operation.Use: ContainerUse.Insert, Operands: [_, Expr.Int { Value: var there }, ..],
            },
                Expr.Int { Value: var key },
            ],
        }
        && there != key);

    private static bool PutInFrame(StressCase stressCase)
    {
        var depth = 0;
        foreach (var op in stressCase.Ops)
        {
            depth += op is Op.Call ? 1 : op is Op.Return ? -1 : 0;
            if (op is Op.Put && depth > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool PutsMatchAllocations(StressCase stressCase)
    {
        var puts = stressCase.Ops.Count(op => op is Op.Put);
        return puts > 0 && puts == stressCase.Ops.Count(op => op is Op.Allocate);
    }
}
