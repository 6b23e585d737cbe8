using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Operations;

/// <summary>All operations that a case can use, and how one is found.</summary>
public static class OperationCatalogue
{
    /// <summary>Every row; a new family is added here.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        .. ContainerOperations.All, .. ClosureOperations.All, .. ArrayOperations.All, .. OptionOperations.All,
        .. TextOperations.All, .. NumeralOperations.All, .. EncodingOperations.All, .. DecimalOperations.All,
        .. AppliedOperations.All, .. JsonOperations.All, .. HtmlOperations.All, .. MarkdownOperations.All,
        .. PatternOperations.All, .. ScalarOperations.All, .. AbilityOperations.All,
    ];

    private static readonly Dictionary<string, ImmutableArray<Operation>> Forms =
        All.GroupBy(row => row.Form, StringComparer.Ordinal)
            .ToDictionary(form => form.Key, form => form.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly ILookup<ContainerUse, Operation> Uses = All.ToLookup(row => row.Use);

    /// <summary>The words that cases have for operations.</summary>
    public static IEnumerable<string> Words => Forms.Keys;

    /// <summary>The operations that a case calls by a word: they differ in the type of the first operand.</summary>
    public static ImmutableArray<Operation> Called(string form) => Forms.GetValueOrDefault(form, []);

    /// <summary>The operation, or the first that does the same to an operand of a type; null if none does.</summary>
    public static Operation? Over(VeraType first, Operation wanted) =>
        wanted.Takes(first) ? wanted
        : wanted.Use == ContainerUse.None ? null
        : Over(first, wanted.Use);

    /// <summary>The first operation that uses a container of a type so; null if none does.</summary>
    public static Operation? Over(VeraType first, ContainerUse use)
    {
        foreach (var row in Uses[use])
        {
            if (row.Takes(first))
            {
                return row;
            }
        }

        return null;
    }
}
