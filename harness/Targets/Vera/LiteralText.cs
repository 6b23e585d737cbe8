using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera;

/// <summary>The canonical text of a literal tree: constructors, arrays, containers and scalars.</summary>
internal static class LiteralText
{
    public static void Write(Expr expr, CanonicalWriter writer)
    {
        switch (expr)
        {
            case Expr.Int e:
                writer.Int(e.Value);
                break;
            case Expr.Nat e:
                writer.Int(e.Value);
                break;
            case Expr.Bool e:
                writer.Bool(e.Value);
                break;
            case Expr.Float64 e:
                writer.Float64(e.Bits);
                break;
            case Expr.Text e:
                writer.Text(Encoding.UTF8.GetBytes(e.Value));
                break;
            case Expr.Construct e:
                writer.Raw(e.Constructor.Name);
                Parts(e, e.Fields.IsEmpty ? "" : "(", e.Fields.IsEmpty ? "" : ")", writer);
                break;
            case Expr.ArrayOf e:
                Parts(e, "[", "]", writer);
                break;
            case Expr.Container e:
                Parts(e, "{", "}", writer);
                break;
            default:
                throw new UnreachableException($"a document has no {expr.GetType()}");
        }
    }

    private static void Parts(Expr expr, string open, string close, CanonicalWriter writer)
    {
        writer.Raw(open);
        var isMap = expr is Expr.Container { Of.Kind: TypeKind.Map };
        for (var i = 0; i < expr.Parts.Length; i++)
        {
            writer.Raw(i == 0 ? "" : isMap && i % 2 == 1 ? ": " : ", ");
            Write(expr.Parts[i], writer);
        }

        writer.Raw(close);
    }
}
