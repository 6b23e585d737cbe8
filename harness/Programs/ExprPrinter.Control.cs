namespace Vera.GcStress.Programs;

/// <content>Expressions that branch, and those that bind values.</content>
internal readonly partial struct ExprPrinter
{
    /// <summary>Stands before what goes by an alias.</summary>
    private static readonly string Alias = Expr.Passed.Word(Naming.Alias) + ", ";

    /// <summary>Writes one of these, or says that the expression is none.</summary>
    private bool Control(Expr expr, bool typeIsKnown)
    {
        switch (expr)
        {
            case Expr.If e:
                Then("if(", e.Condition, true);
                Then(", ", e.Then, typeIsKnown);
                Then(", ", e.Else, true);
                writer.Append(')');
                break;
            case Expr.Block e:
                Then("block(", e.Value, false);
                Then(", ", e.Body, typeIsKnown);
                writer.Append(')');
                break;
            case Expr.Match e:
                Match(e, typeIsKnown);
                break;
            case Expr.Try e:
                writer.Append("try(").Append(e.IsNamed ? Alias : "").Append(e.Thrown);
                Then(", ", e.Body, typeIsKnown);
                Then(", ", e.Handler, true);
                writer.Append(')');
                break;
            case Expr.Throw e:
                Operation("throw(", e.Value, false);
                break;
            case Expr.Recursion e:
                writer.Append("recurse(").Append(e.Depth).Append(", ");
                List('[', e.Start, ']', typeIsKnown: false);
                writer.Append(", ");
                List('[', e.Next, ']');
                Then(", ", e.Base, typeIsKnown);
                Rest(e.Rest);
                writer.Append(')');
                break;
            case Expr.Mutual e:
                writer.Append("mutual(").Append(e.Depth).Append(", ");
                List('[', e.Start, ']', typeIsKnown: false);
                Half(e.One, nextIsKnown: false, typeIsKnown);
                Half(e.Other, nextIsKnown: true, typeIsKnown: true);
                writer.Append(')');
                break;
            case Expr.Contract e:
                writer.Append("contract(").Append(e.IsNamed ? Alias : "");
                List('[', e.Given, ']', typeIsKnown: false);
                Then(", ", e.Requires, true);
                Then(", ", e.Body, typeIsKnown);
                Then(", ", e.Ensures, true);
                writer.Append(')');
                break;
            case Expr.Passed e:
                writer.Append(Expr.Passed.Word(e.By)).Append('(').Append(Expr.Passed.Word(e.Form));
                Then(", ", e.Value, typeIsKnown);
                if (e.Other is { } other)
                {
                    Then(", ", other, false);
                }

                writer.Append(')');
                break;
            case Expr.Cell e:
                Then(e.IsNamed ? $"cell({Alias}" : "cell(", e.Initial, false);
                Then(", ", e.Body, typeIsKnown);
                writer.Append(')');
                break;
            case Expr.Store e:
                Then("store(", e.Value, true);
                Then(", ", e.Rest, typeIsKnown);
                writer.Append(')');
                break;
            case Expr.Applied e:
                Applied(e, typeIsKnown);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>The arm that is named tells the type of the other one.</summary>
    private void Match(Expr.Match expr, bool typeIsKnown)
    {
        Then("match(", expr.Subject, false);
        writer.Append(", ");
        Constructor(expr.Subject.KnownType, expr.Tag);
        Then(": ", expr.Arm, typeIsKnown);
        Rest(expr.Other);
        writer.Append(')');
    }

    private void Half(CallHalf half, bool nextIsKnown, bool typeIsKnown)
    {
        writer.Append(", (");
        List('[', half.Next, ']', nextIsKnown);
        Then(", ", half.Base, typeIsKnown);
        Rest(half.Rest);
        writer.Append(')');
    }

    /// <summary>What a reduction begins with has the type of the whole.</summary>
    private void Applied(Expr.Applied expr, bool typeIsKnown)
    {
        Then(Expr.Applied.Word(expr.Form) + "(", expr.Of, false);
        writer.Append(", ").Append(expr.Count);
        if (expr.Start is { } start)
        {
            Then(", ", start, typeIsKnown);
        }

        Then(", ", expr.Body, expr.Form != AppliedForm.Sort && (expr.Form != AppliedForm.Each || typeIsKnown));
        writer.Append(')');
    }
}
