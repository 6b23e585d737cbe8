using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on Option and Result that apply no function.</summary>
public static class OptionOperations
{
    private const int Some = 1;
    private const int Ok = 0;

    private static readonly TypePattern T = Variable("T", 0);
    private static readonly TypePattern E = Variable("E", 1);

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("option_unwrap_or", 89, [Of(TypeKind.Option, T), T], T, static o => o[0].Tag == Some ? o[0][0] : o[1]),
        new("result_unwrap_or", 89, [Of(TypeKind.Result, T, E), T], T, static o => o[0].Tag == Ok ? o[0][0] : o[1]),
    ];
}
