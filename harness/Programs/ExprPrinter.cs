using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>
/// Writes expressions, with a type beside those that <c>ExprParser</c> could not type otherwise.
/// </summary>
/// <remarks>The two classes mirror each other: what one leaves out, the other must be able to infer.</remarks>
internal readonly partial struct ExprPrinter(StringBuilder writer)
{
    /// <param name="expr">What to write.</param>
    /// <param name="typeIsKnown">Whether the place of the expression tells its type.</param>
    public void Write(Expr expr, bool typeIsKnown)
    {
        if (typeIsKnown || ShowsItsType(expr))
        {
            Form(expr, typeIsKnown);
            return;
        }

        writer.Append('(');
        Form(expr, typeIsKnown: true);
        writer.Append(" : ").Append(expr.Type).Append(')');
    }

    /// <summary>Whether the text of an expression, or that of its first operand, is enough to tell its type.</summary>
    private static bool ShowsItsType(Expr expr) => expr switch
    {
        Expr.Nat or Expr.Byte or Expr.Address or Expr.Turn or Expr.ArrayOf or Expr.Container or Expr.Throw => false,
        Expr.Construct e => e.Of.Arguments.IsEmpty,
        _ => true,
    };

    private void Form(Expr expr, bool typeIsKnown)
    {
        switch (expr)
        {
            case Expr.Construct e:
                Construct(e);
                break;
            case Expr.ArrayOf e:
                List('[', e.Items, ']');
                break;
            case Expr.Container e:
                Entries(e);
                break;
            case Expr.Closure e:
                Operation("closure(", e.Capture, typeIsKnown);
                break;
            case Expr.Argument e:
                Operation("argument(", e.Value, typeIsKnown);
                break;
            case Expr.Function e:
                Operation("fn(", e.Body, typeIsKnown);
                break;
            case Expr.Builtin e:
                Builtin(e, typeIsKnown);
                break;
            case Expr.Fold e:
                Fold(e, typeIsKnown);
                break;
            case Expr.Item e:
                writer.Append("item(");
                Write(e.Of, false);
                writer.Append(", ").Append(e.Index).Append(')');
                break;
            case Expr.Call e:
                Operation("call(", e.Body, typeIsKnown);
                break;
            case var _ when Control(expr, typeIsKnown):
                break;
            default:
                Leaf(expr);
                break;
        }
    }

    private void Leaf(Expr expr)
    {
        switch (expr)
        {
            case Expr.Local e:
                writer.Append('$').Append(e.Id);
                break;
            case Expr.Bound e:
                writer.Append('@').Append(e.Up);
                break;
            case Expr.Int e:
                writer.Append(e.Value);
                break;
            case Expr.Nat e:
                writer.Append(e.Value);
                break;
            case Expr.Bool e:
                writer.Append(e.Value ? "true" : "false");
                break;
            case Expr.Byte e:
                writer.Append(e.Value);
                break;
            case Expr.Float64 e:
                NumberText.WriteFloat64(writer, e.Bits);
                break;
            case Expr.Text e:
                StringText.Write(writer, e.Value);
                break;
            case Expr.Decimal e:
                NumberText.WriteDecimal(writer, e.Quarters);
                break;
            case Expr.Address e:
                writer.Append("addr(").Append(e.Low);
                _ = e.High < 0 ? writer : writer.Append(", ").Append(e.High);
                writer.Append(')');
                break;
            case Expr.Turn:
                writer.Append("turn");
                break;
            case Expr.State:
                writer.Append("state");
                break;
            case Expr.Parse e:
                writer.Append("parse(").Append(e.Of).Append(", ");
                StringText.Write(writer, e.Document);
                writer.Append(')');
                break;
            default:
                throw new UnreachableException($"no text for {expr.GetType()}");
        }
    }

    private void Construct(Expr.Construct expr)
    {
        Constructor(expr.Of, expr.Tag);
        if (!expr.Fields.IsEmpty)
        {
            List('(', expr.Fields, ')');
        }
    }

    private void List(char open, ImmutableArray<Expr> parts, char close, bool typeIsKnown = true)
    {
        writer.Append(open);
        for (var i = 0; i < parts.Length; i++)
        {
            writer.Append(i == 0 ? "" : ", ");
            Write(parts[i], typeIsKnown);
        }

        writer.Append(close);
    }

    private void Entries(Expr.Container expr)
    {
        if (expr.Of.Kind != TypeKind.Map)
        {
            List('{', expr.Entries, '}');
            return;
        }

        writer.Append('{');
        for (var i = 0; i < expr.Entries.Length; i++)
        {
            writer.Append(i == 0 ? "" : i % 2 == 1 ? ": " : ", ");
            Write(expr.Entries[i], true);
        }

        writer.Append('}');
    }

    private void Constructor(VeraType? type, int tag)
    {
        var constructors = type?.Constructors ?? [];
        writer.Append(tag >= 0 && tag < constructors.Length ? constructors[tag].Name : "?");
    }

    private void Operation(string opening, Expr first, bool typeIsKnown)
    {
        writer.Append(opening);
        Write(first, typeIsKnown);
        writer.Append(')');
    }

    private void Then(string between, Expr operand, bool typeIsKnown)
    {
        writer.Append(between);
        Write(operand, typeIsKnown);
    }

    private void Builtin(Expr.Builtin expr, bool typeIsKnown)
    {
        writer.Append(expr.Operation.Form).Append('(');
        for (var i = 0; i < expr.Operands.Length; i++)
        {
            writer.Append(i == 0 ? "" : ", ");
            Write(expr.Operands[i], i == 0 ? FirstIsTold(expr, typeIsKnown) : expr.Operation.IsTold(i));
        }

        writer.Append(')');
    }

    private static bool FirstIsTold(Expr.Builtin expr, bool typeIsKnown) =>
        expr.Operation.FirstType is not null || (typeIsKnown && expr.Operation.KeepsType);

    private void Fold(Expr.Fold expr, bool typeIsKnown)
    {
        writer.Append("fold(");
        Write(expr.Into, typeIsKnown);
        writer.Append(", ").Append(expr.Count);
        Rest(expr.Key);
        Rest(expr.Value);
        writer.Append(')');
    }

    private void Rest(Expr? operand)
    {
        if (operand is not null)
        {
            Then(", ", operand, true);
        }
    }
}
