using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Properties.Generation;

/// <summary>What the laws of generation look at: many cases, and everything inside one.</summary>
internal static class DrawnCases
{
    public static GenerationOptions Options { get; } = GenerationOptions.Default with
    {
        Documents = new FewDocuments(),
        Keys = TrieKeys.Shared,
        BigPercent = 1,
    };

    public static IEnumerable<StressCase> Of(GenerationOptions options, int count)
    {
        for (var seed = 0; seed < count; seed++)
        {
            yield return CaseGenerator.FromSeed(unchecked((ulong)seed * 0x9E3779B97F4A7C15), options);
        }
    }

    public static IEnumerable<Expr> Expressions(StressCase stressCase) =>
        stressCase.Ops.Where(op => op.Operand is not null).SelectMany(op => Expressions(op.Operand!));

    /// <summary>The types of all expressions, with their arguments.</summary>
    public static HashSet<VeraType> Types(StressCase stressCase, bool withFields)
    {
        var types = new HashSet<VeraType>();
        foreach (var expr in Expressions(stressCase))
        {
            Add(types, expr.KnownType!, withFields);
        }

        return types;
    }

    public static int ForcedBytes(StressCase stressCase) => stressCase.Ops.Sum(op => op switch
    {
        Op.Allocate allocate => allocate.Bytes,
        Op.Churn churn => churn.Count * churn.Bytes,
        _ => 0,
    });

    private static IEnumerable<Expr> Expressions(Expr expr) => expr.Parts.SelectMany(Expressions).Prepend(expr);

    private static void Add(HashSet<VeraType> types, VeraType type, bool withFields)
    {
        if (!types.Add(type))
        {
            return;
        }

        var parts = withFields ? type.Arguments.Concat(type.Constructors.SelectMany(c => c.Fields)) : type.Arguments;
        foreach (var part in parts)
        {
            Add(types, part, withFields);
        }
    }

    private sealed class FewDocuments : IDocumentSource
    {
        public IReadOnlyList<string> Of(VeraType type) => type.Kind switch
        {
            TypeKind.Json => ["[1, 2, [3]]", "{\"a\": [true, null]}", "\"x\""],
            TypeKind.HtmlNode => ["<ul class=\"c\"><li>one</li></ul>", "text"],
            TypeKind.MdBlock => ["# Title\n\n- a\n- b\n", "> quoted *text*"],
            _ => [],
        };

        public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax) =>
            document + new string(' ', below(3));
    }
}
