using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <content>Items in the order of their keys: a copy of the array, and each item moved to its place in it.</content>
internal sealed partial class AppliedLowerer
{
    private static readonly Dictionary<VeraType, Expr.Builtin> Above = new[]
    {
        Comparing(VeraType.Int, static o => o[0].Bits > o[1].Bits),
        Comparing(VeraType.Nat, static o => o[0].Bits > o[1].Bits),
        Comparing(VeraType.String, static o => ByteText.Compare(o[0].Text, o[1].Text) > 0),
    }.ToDictionary(node => node.Operands[0].Type);

    private int Sort(Expr.Applied applied, int array)
    {
        var type = applied.Of.Type.First;
        var made = Room(array, applied.Count, type);
        exprs.Roots.Push(RootPlace.Sorted, made);
        var items = Enumerable.Repeat(0, applied.Count).Select(_ => lowered.Register(type.Passed)).ToArray();
        for (var i = 0; i < applied.Count; i++)
        {
            lowered.Add(Code.IfLonger, made + 1, imm: i);
            Load(type, items[i], array, i);
            Store(type, items[i], made, i);
            lowered.Add(Code.End);
        }

        var saved = exprs.Roots.BeginTurns();
        for (var i = 1; i < applied.Count; i++)
        {
            lowered.Add(Code.IfLonger, made + 1, imm: i);
            exprs.Roots.BeginArm();
            Sink(applied, made, i, saved);
            exprs.Roots.EndArm();
            lowered.Add(Code.End);
        }

        exprs.Roots.Built(RootPlace.Sorted, made);
        return made;
    }

    /// <summary>The item at a place goes before the one in front of it if its key is smaller, and so on.</summary>
    private void Sink(Expr.Applied applied, int array, int place, int saved)
    {
        var type = applied.Of.Type.First;
        var (before, item) = (lowered.Register(type.Passed), lowered.Register(type.Passed));
        Load(type, before, array, place - 1);
        Load(type, item, array, place);
        exprs.Roots.Keep(RootPlace.Item, before, type);
        exprs.Roots.Keep(RootPlace.Item, item, type);
        var isAbove = IsAbove(applied, before, item);
        exprs.Roots.Leave(saved);
        lowered.Add(Code.If, isAbove);
        exprs.Roots.BeginArm();
        Store(type, item, array, place - 1);
        Store(type, before, array, place);
        if (place > 1)
        {
            Sink(applied, array, place - 1, saved);
        }

        exprs.Roots.EndArm();
        lowered.Add(Code.Else);
        lowered.Add(Code.End);
    }

    /// <summary>The first key is held while the second one is made.</summary>
    private int IsAbove(Expr.Applied applied, int one, int other)
    {
        var key = applied.Body.Type;
        var first = control.Under([one], () => exprs.Evaluate(applied.Body, hold: false));
        exprs.Roots.Keep(RootPlace.Compared, first, key);
        var second = control.Under([other], () => exprs.Evaluate(applied.Body, hold: false));
        var import = HostImport.Computing(Above[key]);
        return lowered.CallHost(import, import.Result, first, second);
    }

    private void Load(VeraType type, int item, int array, int place) => lowered.Add(
        Code.Load, item, array, imm: place * type.Shape.ElementBytes(), kind: type.Shape);

    private void Store(VeraType type, int item, int array, int place) => lowered.Add(
        Code.Store, array, item, imm: place * type.Shape.ElementBytes(), kind: type.Shape);

    /// <summary>Whether a key is above another one: of no case, so no row of the catalogue.</summary>
    private static Expr.Builtin Comparing(VeraType key, Meaning isAbove)
    {
        var operation = new Operation("is_above", "is_above", 0, [key.Kind, key.Kind], TypeKind.Bool, isAbove);
        return new(operation, Defaults.Of(key), Defaults.Of(key));
    }
}
