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

    /// <summary>Calls a closure, with 0 where no number is given.</summary>
    public int Apply(Expr closure, Expr? given)
    {
        var block = exprs.Evaluate(closure, hold: given is not null);
        var number = given is null ? lowered.Constant(SlotShape.I64, 0) : exprs.Evaluate(given, hold: false);
        return exprs.Values.Apply(block, number, closure.Type);
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
