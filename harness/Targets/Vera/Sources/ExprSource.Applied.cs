using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <content>Closures, which capture what they use: applied to the items of an array, or values.</content>
internal sealed partial class ExprSource
{
    private static readonly VeraVersion Mapping = new(0, 0, 91);
    private static readonly VeraVersion Asking = new(0, 0, 117);

    /// <summary>What Vera calls a form.</summary>
    public static string Name(AppliedForm form) => form switch
    {
        AppliedForm.Each => "array_map",
        AppliedForm.Reduce => "array_fold",
        AppliedForm.Some => "array_any",
        AppliedForm.Every => "array_all",
        AppliedForm.Keep => "array_filter",
        AppliedForm.Sort => "array_sort_by",
        _ => "array_find",
    };

    /// <summary>The first release that has it.</summary>
    public static VeraVersion Since(AppliedForm form) =>
        form is AppliedForm.Each or AppliedForm.Reduce or AppliedForm.Keep ? Mapping : Asking;

    /// <summary>
    /// A function of its own, so that Vera knows all types: of what the closure captures, of the array, and of what a
    /// reduction begins with.
    /// </summary>
    private void Applied(Expr.Applied expr)
    {
        // What it is given is written here, and no part of the function.
        var given = expr.Parts[..^1];
        var body = expr.With([.. given.Select(one => Defaults.Of(one.Type)), expr.Body]);
        var (name, passed) = (names.Next("apply"), Passed(FreeNames.Of(body)));
        List<(VeraType Type, int Key)> parameters = [.. passed, (expr.Of.Type, SlotScope.Items)];
        if (expr.Start is { } start)
        {
            parameters.Add((start.Type, SlotScope.Start));
        }

        Function(name, parameters, Binders, body, source => source.Applying(expr));
        text.Append(name).Append('(');
        Given(passed, given);
    }

    private void Applying(Expr.Applied expr)
    {
        var (array, item) = (module.TypeOf(expr.Of.Type), module.TypeOf(expr.Of.Type.First));
        text.Append(CultureInfo.InvariantCulture, $"let @{array} = array_slice(")
            .Append(scope.Reference(SlotScope.Items))
            .Append(CultureInfo.InvariantCulture, $", 0, {expr.Count});\n  ");
        scope.Push(expr.Of.Type, SlotScope.Items);
        text.Append(Name(expr.Form)).Append('(').Append(scope.Reference(SlotScope.Items)).Append(", ");
        var made = module.TypeOf(expr.Body.Type);
        if (expr.Start is not null)
        {
            text.Append(scope.Reference(SlotScope.Start)).Append(", ");
            item = $"{made}, @{item}";
        }

        inFold = true;
        if (expr.Form == AppliedForm.Sort)
        {
            Comparing(expr.Body, expr.Of.Type.First);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"fn(@{item} -> @{made}) effects(pure) {{ ");
            Under(expr.Binds(expr.Parts.Length - 1), expr.Body);
            text.Append(" }");
        }

        inFold = false;
        text.Append(')');
    }

    /// <summary>A function that makes the keys of two items, and compares them.</summary>
    private void Comparing(Expr body, VeraType of)
    {
        var (item, key) = (module.TypeOf(of), module.TypeOf(body.Type));
        text.Append(CultureInfo.InvariantCulture, $"fn(@{item}, @{item} -> @Ordering) effects(pure) {{ ");
        var (outer, visible) = (Binders, scope.Count);
        var binder = SlotScope.FirstBinder - outer.Length;
        Binders = outer.Add(binder);
        for (var i = 0; i < 2; i++)
        {
            // The body says what it means by the item that it sees: first of one, then of the other.
            scope.PopTo(visible);
            scope.Push(of, i == 0 ? binder : SlotScope.Nothing);
            scope.Push(of, i == 1 ? binder : SlotScope.Nothing);
            if (i == 1)
            {
                scope.Push(body.Type, SlotScope.FirstKey);
            }

            text.Append("let @").Append(key).Append(" = ");
            Write(body);
            text.Append("; ");
        }

        scope.Push(body.Type, SlotScope.SecondKey);
        var (one, other) = (scope.Reference(SlotScope.FirstKey), scope.Reference(SlotScope.SecondKey));
        text.Append(CultureInfo.InvariantCulture, $"if {one} < {other} then {{ Less }} else {{ ")
            .Append(CultureInfo.InvariantCulture, $"if {one} > {other} then {{ Greater }} else {{ Equal }} }} }}");
        scope.PopTo(visible);
        Binders = outer;
    }

    /// <summary>
    /// A local is captured where it is; any other value is captured by a function that makes the closure.
    /// </summary>
    private void Closure(Expr.Closure expr)
    {
        var type = module.TypeOf(expr.Of.First);
        if (expr.Capture is not (Expr.Local or Expr.Bound))
        {
            Call(helpers.Hold(expr.Of), [expr.Capture]);
            return;
        }

        var visible = scope.Count;
        scope.Push(VeraType.Int, SlotScope.Nothing);
        text.Append(CultureInfo.InvariantCulture, $"fn(@Int -> @{type}) effects(pure) {{ ");
        Write(expr.Capture);
        text.Append(" }");
        scope.PopTo(visible);
    }

    /// <summary>A function that does something when it is applied. It stands where it is made, and sees all there.
    /// </summary>
    private void Function(Expr.Function expr)
    {
        module.TypeOf(expr.Type);
        text.Append(CultureInfo.InvariantCulture, $"fn(@Int -> @{module.TypeOf(expr.Body.Type)}) effects(pure) {{ ");
        Under(expr.Binds(0), expr.Body);
        text.Append(" }");
    }

    private void Apply(ImmutableArray<Expr> operands)
    {
        if (operands[0] is not (Expr.Local or Expr.Bound))
        {
            Call(helpers.Apply(operands[0].Type, isTold: operands.Length > 1), operands);
            return;
        }

        text.Append("apply_fn(");
        Write(operands[0]);
        text.Append(", ");
        Write(operands.ElementAtOrDefault(1) ?? new Expr.Int(0));
        text.Append(')');
    }
}
