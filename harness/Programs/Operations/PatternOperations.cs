using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>
/// The operations with regular expressions, as far as Python's and .NET's say the same: of a few letters, and right.
/// </summary>
public static class PatternOperations
{
    private const int PatternMax = 24;

    private static readonly SearchValues<char> Alike =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,=_-.*+?[]()|");

    /// <summary>To make one takes longer than most cases; the model and its target ask for each, turn after turn.
    /// </summary>
    private static readonly Known?[] Cache = new Known?[256];

    private static readonly TypePattern Text = TypeKind.String;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        Matching("regex_match", [Text, Text], TypeKind.Bool, static (o, pattern) => pattern.IsMatch(o[0].Text)),
        Matching("regex_find", [Text, Text], Of(TypeKind.Option, Text), static (o, pattern) =>
            pattern.Match(o[0].Text) is { Success: true } match ? Made.Some(match.Value) : Made.None),
        Matching("regex_find_all", [Text, Text], Of(TypeKind.Array, Text),
            static (o, pattern) => Made.Texts(pattern.Matches(o[0].Text).Select(static match => match.Value))),
        Matching("regex_replace", [Text, Text, Text], Text, static (o, pattern) =>
            o[2].Text.AsSpan().ContainsAny('\\', '$') ? null : pattern.Replace(o[0].Text, o[2].Text, 1)),
    ];

    private static Operation Matching(
        string name, ImmutableArray<TypePattern> operands, TypePattern result, Use use) =>
        new(name, 86, operands, Of(TypeKind.Result, result, Text), o =>
            Cached(o[1].Text) is { } pattern && use(o, pattern) is { } made ? Made.Ok(made) : null)
        {
            Values = OperandValues.Patterns,
        };

    private delegate Made? Use(ReadOnlySpan<Plain> operands, Regex pattern);

    private static Regex? Cached(string pattern)
    {
        ref var slot = ref Cache[pattern.GetHashCode(StringComparison.Ordinal) & (Cache.Length - 1)];
        var known = Volatile.Read(ref slot);
        if (known is null || known.Pattern != pattern)
        {
            known = new(pattern, PatternOf(pattern));
            Volatile.Write(ref slot, known);
        }

        return known.Regex;
    }

    /// <summary>Null where the two languages may differ: their messages do.</summary>
    private static Regex? PatternOf(string pattern)
    {
        if (pattern.Length > PatternMax || pattern.AsSpan().ContainsAnyExcept(Alike)
            || pattern.Contains("(?", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private sealed record Known(string Pattern, Regex? Regex);
}
