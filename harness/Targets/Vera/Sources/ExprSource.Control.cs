using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <content>Branches, blocks and matches, and what they bind.</content>
internal sealed partial class ExprSource
{
    /// <summary>The keys of what the expressions around bind, the newest last.</summary>
    private ImmutableArray<int> Binders { get; set; } = [];

    private void If(Expr.If expr)
    {
        text.Append("if ");
        Write(expr.Condition);
        text.Append(" then { ");
        Write(expr.Then);
        text.Append(" } else { ");
        Write(expr.Else);
        text.Append(" }");
    }

    private void Block(Expr.Block expr)
    {
        text.Append("{ let @").Append(module.TypeOf(expr.Value.Type)).Append(" = ");
        Write(expr.Value);
        text.Append("; ");
        Under(expr.Binds(1), expr.Body);
        text.Append(" }");
    }

    private void Match(Expr.Match expr)
    {
        var constructor = expr.Subject.Type.Constructors[expr.Tag];
        text.Append("match ");
        Subject(expr.Subject);
        text.Append(" { ").Append(constructor.Name);
        if (!constructor.Fields.IsEmpty)
        {
            text.Append('(').AppendJoin(", ", constructor.Fields.Select(f => "@" + module.TypeOf(f))).Append(')');
        }

        text.Append(" -> ");
        Under(constructor.Fields, expr.Arm);
        if (expr.Other is { } other)
        {
            text.Append(", _ -> ");
            Write(other);
        }

        text.Append(" }");
    }

    private void Try(Expr.Try expr)
    {
        module.HasExceptions();
        var type = Name(expr.Thrown, expr.IsNamed);
        text.Append("handle[Exn<").Append(type).Append(">] { throw(@").Append(type).Append(") -> { ");
        Under(expr.Binds(1), expr.Handler, type);
        text.Append(" } } in { ");
        Write(expr.Body);
        text.Append(" }");
    }

    /// <summary>A part that sees values which the expression binds, or one by another name for its type.</summary>
    private void Under(ImmutableArray<VeraType> binds, Expr part, string? name = null)
    {
        var (outer, visible) = (Binders, scope.Count);
        foreach (var type in binds)
        {
            var key = SlotScope.FirstBinder - Binders.Length;
            scope.Push(name ?? TypeNames.Spelling(type), key);
            Binders = Binders.Add(key);
        }

        Write(part);
        scope.PopTo(visible);
        Binders = outer;
    }
}
