using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Writes expressions as Vera source, nested as the case nests them.</summary>
/// <param name="module">Where helpers and callees go.</param>
/// <param name="scope">The bindings that the expression sees.</param>
/// <param name="names">Names for the expression's callees.</param>
/// <param name="heapStart">Where the heap starts that addresses point into.</param>
/// <param name="text">What is written to.</param>
internal sealed partial class ExprSource(
    SourceModule module, SlotScope scope, CaseNames names, int heapStart, StringBuilder text)
{
    private readonly Helpers helpers = new(module);

    /// <summary>Whether the State cell is read as a binding: closures cannot have effects.</summary>
    public bool StateIsBound { get; init; }

    /// <summary>
    /// Whether this is a contract. Vera looks for closures and handlers in the bodies of functions alone, and types few
    /// branches elsewhere.
    /// </summary>
    private bool InContract { get; init; }

    private bool inFold;
    private bool inCell;

    private bool ReadsBoundState => !inCell && (StateIsBound || inFold);

    public void Write(Expr expr)
    {
        switch (expr)
        {
            case Expr.Fold or Expr.Closure or Expr.Function or Expr.Try or Expr.Cell or Expr.If when InContract:
            case Expr.Builtin { Operation: var applied } when InContract && ClosureOperations.Applies(applied):
                Callee(expr);
                break;
            case Expr.Local e:
                text.Append(scope.Reference(e.Id));
                break;
            case Expr.State:
                text.Append(ReadsBoundState ? scope.Reference(SlotScope.State) : "get(())");
                break;
            case Expr.Construct e:
                Construct(e);
                break;
            case Expr.ArrayOf e:
                Array(e);
                break;
            case Expr.Container e:
                Container(e);
                break;
            case Expr.Fold e:
                Fold(e);
                break;
            case Expr.Builtin e when ClosureOperations.Applies(e.Operation):
                Apply(e.Operands);
                break;
            case Expr.Builtin e when AppliedSource.Has(e.Operation):
                Call(new AppliedSource(module).Of(e), e.Operands);
                break;
            case Expr.Builtin { Operation.Name: "array_flatten", Operands: [var nested] }:
                text.Append("array_flatten(");
                Told(nested, KnownTypes.AsArrays);
                text.Append(')');
                break;
            case Expr.Builtin { Operation.Name: "array_append", Operands: [var items, var last] }:
                text.Append("array_append(");
                Write(items);
                text.Append(", ");
                Told(last, KnownTypes.AsItem);
                text.Append(')');
                break;
            case Expr.Builtin e:
                Call(e.Operation.Name, e.Operands);
                break;
            case Expr.Item e:
                Item(e);
                break;
            case Expr.Closure e:
                Closure(e);
                break;
            case Expr.Argument e:
                Write(e.Value);
                break;
            case Expr.Function e:
                Function(e);
                break;
            case Expr.Parse e:
                text.Append(helpers.Parse(e.Of)).Append('(').Append(SourceLiterals.Text(e.Document)).Append(')');
                break;
            case Expr.Call e:
                Callee(e.Body);
                break;
            case Expr.Bound e:
                text.Append(scope.Reference(Binders[^(e.Up + 1)]));
                break;
            case Expr.If e:
                If(e);
                break;
            case Expr.Block e:
                Block(e);
                break;
            case Expr.Match e:
                Match(e);
                break;
            case Expr.Try e:
                Try(e);
                break;
            case Expr.Throw e:
                Call("throw", [e.Value]);
                break;
            case Expr.Recursion e:
                Recursion(e, e.Calls);
                break;
            case Expr.Mutual e:
                Recursion(e, e.Calls);
                break;
            case Expr.Contract e:
                Contract(e);
                break;
            case Expr.Passed e:
                Call(new PassedSource(module).Of(e), e.Parts);
                break;
            case Expr.Cell e:
                Cell(e);
                break;
            case Expr.Store e:
                text.Append("{ put(");
                Write(e.Value);
                text.Append("); ");
                Write(e.Rest);
                text.Append(" }");
                break;
            case Expr.Applied e:
                Applied(e);
                break;
            default:
                text.Append(new ScalarSource(helpers, scope, heapStart).Of(expr));
                break;
        }
    }

    private void Call(string name, ImmutableArray<Expr> arguments, bool areFields = false)
    {
        text.Append(name).Append('(');
        Separated(arguments, areFields);
        text.Append(')');
    }

    private void Separated(ImmutableArray<Expr> exprs, bool areFields = false)
    {
        for (var i = 0; i < exprs.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            if (areFields && exprs[i] is Expr.Builtin { Operation: var row } field && AppliedSource.HasAsField(row))
            {
                Call(new AppliedSource(module).Of(field), field.Operands);
            }
            else if (areFields)
            {
                Told(exprs[i], KnownTypes.AsField);
            }
            else
            {
                Write(exprs[i]);
            }
        }
    }

    /// <summary>What a match looks at.</summary>
    public void Subject(Expr expr) => Told(expr, KnownTypes.AsSubject);

    /// <summary>A value where Vera has to know its type.</summary>
    private void Told(Expr expr, Func<Expr, bool> isKnown)
    {
        if (isKnown(expr))
        {
            Write(expr);
            return;
        }

        Callee(expr);
    }

    private void Construct(Expr.Construct expr)
    {
        module.TypeOf(expr.Of);
        var isGeneric = expr.Of.Kind is TypeKind.Option or TypeKind.Tree;
        if (expr.Of.Kind == TypeKind.Result)
        {
            Call(helpers.Result(expr.Of, expr.Tag), expr.Fields);
        }
        else if (!expr.Fields.IsEmpty)
        {
            Call(expr.Constructor.Name, expr.Fields, areFields: true);
        }
        else
        {
            text.Append(
                isGeneric ? helpers.Empty(expr.Of) + "()"
                : expr.Of.Kind == TypeKind.MdBlock ? helpers.ThematicBreak() + "()"
                : expr.Constructor.Name);
        }
    }

    private void Array(Expr.ArrayOf expr)
    {
        if (expr.Items.IsEmpty)
        {
            Call(helpers.Empty(expr.Of), []);
            return;
        }

        text.Append('[');
        Told(expr.Items[0], KnownTypes.AsItem);
        text.Append(expr.Items.Length > 1 ? ", " : "");
        Separated(expr.Items[1..]);
        text.Append(']');
    }

    /// <summary>The innermost call makes the container, the outermost inserts last.</summary>
    private void Container(Expr.Container expr)
    {
        var isMap = expr.Of.Kind == TypeKind.Map;
        var step = isMap ? 2 : 1;
        for (var i = 0; i < expr.Entries.Length; i += step)
        {
            text.Append(isMap ? "map_insert(" : "set_add(");
        }

        Call(helpers.Empty(expr.Of), []);
        for (var i = 0; i < expr.Entries.Length; i += step)
        {
            text.Append(", ");
            Separated(expr.Entries.Slice(i, step));
            text.Append(')');
        }
    }

    private void Fold(Expr.Fold expr)
    {
        text.Append(CultureInfo.InvariantCulture, $"array_fold(array_range(0, {Math.Max(0, expr.Count)}), ");
        Write(expr.Into);
        var type = module.TypeOf(expr.Type);
        text.Append(CultureInfo.InvariantCulture, $", fn(@{type}, @Int -> @{type}) effects(pure) {{ ");
        var (outer, visible) = (inFold, scope.Count);
        inFold = true;
        scope.Push(expr.Type, SlotScope.Accumulator);
        scope.Push(VeraType.Int, SlotScope.Turn);
        text.Append(expr.Value is null ? "set_add(" : "map_insert(");
        text.Append(scope.Reference(SlotScope.Accumulator)).Append(", ");
        Separated(expr.Parts[1..]);
        text.Append(") })");
        scope.PopTo(visible);
        inFold = outer;
    }

    private void Item(Expr.Item expr)
    {
        text.Append(helpers.Item(expr.Of.Type)).Append('(');
        Write(expr.Of);
        text.Append(CultureInfo.InvariantCulture, $", {expr.Index})");
    }
}
