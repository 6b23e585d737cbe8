using System.Diagnostics;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads the forms that branch or bind a value: if, block, match.</summary>
internal sealed class ControlParser(CaseReader reader, ExprParser exprs)
{
    /// <summary>Whether a word opens one of these forms.</summary>
    public static bool Knows(string name) => name is "if" or "block" or "match";

    /// <summary>What stands between the parentheses.</summary>
    public Expr Read(string name, VeraType? expected, int depth, out VeraType type) => name switch
    {
        "if" => If(expected, depth, out type),
        "block" => Block(expected, depth, out type),
        "match" => Match(expected, depth, out type),
        _ => throw new UnreachableException($"no parser for {name}"),
    };

    private Expr.If If(VeraType? expected, int depth, out VeraType type)
    {
        var condition = exprs.Read(VeraType.Bool, depth, out _);
        reader.Expect(',');
        var then = exprs.Read(expected, depth, out type);
        reader.Expect(',');
        return new Expr.If(condition, then, exprs.Read(type, depth, out _));
    }

    private Expr.Block Block(VeraType? expected, int depth, out VeraType type)
    {
        var value = exprs.Read(null, depth, out var bound);
        reader.Expect(',');
        return new Expr.Block(value, exprs.ReadUnder([bound], expected, depth, out type));
    }

    private Expr.Match Match(VeraType? expected, int depth, out VeraType type)
    {
        var subject = exprs.Read(null, depth, out var of);
        reader.Expect(',');
        var tag = reader.Tag(reader.Name("a constructor"), of);
        reader.Expect(':');
        var arm = exprs.ReadUnder(of.Constructors[tag].Fields.AsSpan(), expected, depth, out type);
        if (of.Constructors.Length == 1)
        {
            return new Expr.Match(subject, tag, arm, null);
        }

        reader.Expect(',');
        return new Expr.Match(subject, tag, arm, exprs.Read(type, depth, out _));
    }
}
