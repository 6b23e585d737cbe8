using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;

namespace Vera.GcStress.Properties.Judging;

/// <summary>Valid cases over a set of ints, a map of trees and their locals: two bytes name an op.</summary>
internal static class ScriptedCases
{
    private static readonly VeraType Ints = VeraType.Set(VeraType.Int);
    private static readonly VeraType IntTree = VeraType.Tree(VeraType.Int);
    private static readonly VeraType Trees = VeraType.Map(VeraType.String, IntTree);

    public static StressCase From(byte[] script)
    {
        var ops = new List<Op>
        {
            new Op.Let(0, Defaults.Of(Ints)),
            new Op.Let(1, Defaults.Of(IntTree)),
            new Op.Let(2, Defaults.Of(Trees)),
            new Op.Put(Defaults.Of(IntTree)),
        };
        var (ints, tree, trees, next) = (0, 1, 2, 3);
        for (var i = 0; i + 1 < script.Length; i += 2)
        {
            var (number, key) = (new Expr.Int(script[i + 1] % 8), new Expr.Text($"k{script[i + 1] % 8}"));
            Expr set = new Expr.Local(ints, Ints), node = new Expr.Local(tree, IntTree);
            Expr map = new Expr.Local(trees, Trees);
            ops.Add((script[i] % 12) switch
            {
                0 => new Op.Let(ints = next++, ContainerExprs.Insert(set, number, null)),
                1 => new Op.Let(ints = next++, new Expr.Call(ContainerExprs.Remove(set, number))),
                2 => new Op.Let(ints = next++, new Expr.Fold(set, script[i + 1], new Expr.Turn(VeraType.Int), null)),
                3 => new Op.Let(tree = next++, new Expr.Construct(IntTree, 1, [number, node, Defaults.Of(IntTree)])),
                4 => new Op.Let(trees = next++, ContainerExprs.Insert(map, key, node)),
                5 => new Op.Match([tree = next++], ContainerExprs.Get(map, key), 1, script[i + 1] > 99),
                6 => new Op.Let(tree = next++, new Expr.State(IntTree)),
                7 => new Op.Put(node),
                8 => new Op.Observe(ContainerExprs.Keys(set)),
                9 => new Op.Observe(new Expr.Item(ContainerExprs.Values(map), script[i + 1] % 3)),
                10 => new Op.Churn(3, 16),
                _ => new Op.Observe(ContainerExprs.Contains(set, number)),
            });
        }

        return ModelRun.Case([.. ops]);
    }
}
