using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers what reads a value out of a block. The reading itself roots nothing.</summary>
internal sealed class ReadLowerer(ExprLowerer exprs, LoweredCase lowered)
{
    public int Item(Expr.Item item)
    {
        var array = exprs.Evaluate(item.Of, hold: false);
        var type = item.Type;
        var result = lowered.Register(type.Passed);
        var offset = (long)item.Index * type.Shape.ElementBytes();
        lowered.Add(Code.IfLonger, array + 1, imm: item.Index);
        lowered.Add(Code.Load, result, array, imm: offset, kind: type.Shape);
        OtherwiseDefault(result, type);
        return result;
    }

    /// <summary>Calls a closure: what it captured comes back.</summary>
    public int Apply(Expr closure, VeraType type)
    {
        var block = exprs.Evaluate(closure, hold: false);
        var kind = type.Passed;
        var result = lowered.Register(kind);
        lowered.Add(Code.Apply, result, block, imm: lowered.ClosureNumber(closure.Type), kind: kind);
        return result;
    }

    /// <summary>Parses, and takes the payload out of Ok; an Err gives the type's default value.</summary>
    public int Parse(Expr.Parse parse)
    {
        var text = exprs.Blocks.Text(parse.Document, RootPlace.Input);
        var function = parse.Of.Kind switch
        {
            TypeKind.Json => HostFunction.JsonParse,
            TypeKind.HtmlNode => HostFunction.HtmlParse,
            TypeKind.MdBlock => HostFunction.MdParse,
            _ => throw new UnreachableException($"no document is a {parse.Of}"),
        };
        var box = lowered.CallHost(HostImport.Of(function), SlotShape.I32, text);
        var result = lowered.Register(SlotShape.I32);
        lowered.Add(Code.IfTag, box, imm: 0);
        lowered.Add(Code.Load, result, box, imm: 4, kind: SlotShape.I32);
        OtherwiseDefault(result, parse.Of);
        return result;
    }

    private void OtherwiseDefault(int result, VeraType type)
    {
        lowered.Add(Code.Else);
        lowered.Add(Code.Move, result, exprs.Evaluate(Defaults.Of(type), hold: false), kind: type.Passed);
        lowered.Add(Code.End);
    }
}
