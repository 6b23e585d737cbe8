using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Programs;

/// <summary>What a function is applied to items for.</summary>
public enum AppliedForm
{
    /// <summary>An array of what it gives for each: array_map.</summary>
    Each,

    /// <summary>What it makes of one after the other: array_fold.</summary>
    Reduce,

    /// <summary>Whether it holds for any: array_any.</summary>
    Some,

    /// <summary>Whether it holds for all: array_all.</summary>
    Every,

    /// <summary>The first that it holds for: array_find.</summary>
    First,

    /// <summary>Those that it holds for: array_filter.</summary>
    Keep,

    /// <summary>All in the order of what it gives for each, equal ones as they were: array_sort_by.</summary>
    Sort,
}

/// <content>Functions: those that are applied to the items of an array, and those that are values.</content>
public abstract partial record Expr
{
    /// <summary>
    /// <c>each($0, 3, get($1, @0))</c>: a function applied to the first items of an array, three at most. It captures
    /// whatever its body uses of what lies around.
    /// </summary>
    /// <param name="Form">What for.</param>
    /// <param name="Of">The array.</param>
    /// <param name="Count">The most items that it is applied to.</param>
    /// <param name="Start">Of a reduction alone: what it begins with.</param>
    /// <param name="Body">Sees the item, and of a reduction what has been made so far below it.</param>
    public sealed record Applied(AppliedForm Form, Expr Of, int Count, Expr? Start, Expr Body) : Expr
    {
        internal override VeraType Type =>
            KnownType ?? throw new InvalidOperationException($"no array is a {Of.KnownType}");

        internal override VeraType? KnownType => Of.KnownType is not { Kind: TypeKind.Array } array ? null : Form switch
        {
            AppliedForm.Each => Body.KnownType is { } made ? VeraType.Array(made) : null,
            AppliedForm.Reduce => Start?.KnownType,
            AppliedForm.First => VeraType.Option(array.First),
            AppliedForm.Keep or AppliedForm.Sort => array,
            _ => VeraType.Bool,
        };

        internal override ImmutableArray<Expr> Parts => Start is null ? [Of, Body] : [Of, Start, Body];

        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Applied(Form, parts[0], Count, Start is null ? null : parts[1], parts[^1]);

        internal override ImmutableArray<VeraType> Binds(int part) =>
            part == 0 || part < (Start is null ? 1 : 2) || Of.KnownType is not { Kind: TypeKind.Array } array ? []
            : Start is null ? [array.First]
            : [Start.KnownType ?? VeraType.Int, array.First];

        /// <summary>The most evaluations of the body: whoever sorts asks for two keys to compare two items.</summary>
        internal int Turns => TurnsOf(Form, Count);

        /// <summary>The same for a form and a count.</summary>
        internal static int TurnsOf(AppliedForm form, int count) =>
            form == AppliedForm.Sort ? count * (count - 1) : count;

        /// <summary>The most items that a form takes.</summary>
        internal static int ItemsMax(AppliedForm form) => form switch
        {
            AppliedForm.Sort => CaseLimits.SortedItems,
            AppliedForm.Reduce => CaseLimits.ReducedItems,
            _ => CaseLimits.AppliedItems,
        };

        /// <summary>Whether items can be sorted by values of a type.</summary>
        internal static bool IsOrdered(VeraType key) => key.Kind is TypeKind.Int or TypeKind.Nat or TypeKind.String;

        /// <summary>As a case spells the form.</summary>
        internal static string Word(AppliedForm form) => form switch
        {
            AppliedForm.Each => "each",
            AppliedForm.Reduce => "reduce",
            AppliedForm.Some => "some",
            AppliedForm.Every => "every",
            AppliedForm.First => "first",
            AppliedForm.Keep => "keep",
            AppliedForm.Sort => "sort",
            _ => throw new UnreachableException($"no word for {form}"),
        };

        /// <summary>The form that a word spells; null if it is none.</summary>
        internal static AppliedForm? Spelt(string word)
        {
            foreach (var form in Enum.GetValues<AppliedForm>())
            {
                if (Word(form) == word)
                {
                    return form;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// <c>fn(get($0, @0))</c>: a function from Int, whose body is evaluated whenever it is applied. It captures
    /// whatever its body uses of what lies around.
    /// </summary>
    /// <remarks>No effect comes out of it: it catches itself what it throws, and sees no cell but its own.</remarks>
    /// <param name="Body">Sees the number that the function is applied to.</param>
    public sealed record Function(Expr Body) : Expr
    {
        internal override VeraType Type => VeraType.Closure(Body.Type);
        internal override VeraType? KnownType => Body.KnownType is { } result ? VeraType.Closure(result) : null;
        internal override ImmutableArray<Expr> Parts => [Body];
        internal override Expr With(ImmutableArray<Expr> parts) => new Function(parts[0]);
        internal override ImmutableArray<VeraType> Binds(int part) => [VeraType.Int];

        /// <summary>What it captures, as it is called where the function is made; each once, as they are first used.
        /// </summary>
        internal ImmutableArray<Expr> Captures()
        {
            var captures = new List<Expr>();
            Add(Body, 1, captures);
            return [.. captures];
        }

        private static void Add(Expr expr, int binders, List<Expr> captures)
        {
            var captured = expr switch
            {
                Local => expr,
                Bound bound when bound.Up >= binders => new Bound(bound.Up - binders, bound.Of),
                _ => null,
            };
            if (captured is not null && !captures.Contains(captured))
            {
                captures.Add(captured);
            }

            for (var i = 0; i < expr.Parts.Length; i++)
            {
                Add(expr.Parts[i], binders + expr.Binds(i).Length, captures);
            }
        }
    }
}
