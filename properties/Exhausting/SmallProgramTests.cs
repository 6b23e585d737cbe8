using System.Collections.Immutable;
using Vera.GcStress.Exhausting;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Xunit;

namespace Vera.GcStress.Properties.Exhausting;

/// <summary>The list of small programs is whole, and has none twice.</summary>
public class SmallProgramTests
{
    private static readonly ImmutableArray<Expr> Keys =
        [new Expr.Text("a"), new Expr.Text("b"), new Expr.Text("c")];

    public static TheoryData<string, int> Scopes => new()
    {
        { "set", 0 }, { "set", 1 }, { "set", 2 }, { "set", 3 }, { "map", 0 }, { "map", 1 }, { "map", 2 },
    };

    private static Vocabulary WordsOf(string container, int interchangeable) => container == "set"
        ? Vocabulary.OfSet(Keys, interchangeable)
        : Vocabulary.OfMap(Keys, interchangeable);

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Programs_are_valid_cases_and_no_two_are_equal(string container, int steps)
    {
        var programs = new SmallPrograms(WordsOf(container, 2)).OfLength(steps).ToList();

        Assert.All(programs, program => Assert.Equal($"{program}", $"{CaseRepair.Repair(program)}"));
        Assert.Equal(programs.Count, programs.Distinct().Count());
        Assert.Equal(programs.Count, new SmallPrograms(WordsOf(container, 2)).Count(steps));
    }

    /// <summary>
    /// Whatever the names: each program over keys with fixed names is one of the list under other names.
    /// </summary>
    [Theory]
    [MemberData(nameof(Scopes))]
    public void Programs_that_differ_in_the_names_of_keys_are_one(string container, int steps)
    {
        var named = new SmallPrograms(WordsOf(container, 0)).OfLength(steps);
        var unnamed = new SmallPrograms(WordsOf(container, 2)).OfLength(steps).Select(p => $"{p}").ToHashSet();

        Assert.Equal(
            named.Select(program => Least($"{program}")).Distinct().Order(StringComparer.Ordinal),
            unnamed.Select(Least).Order(StringComparer.Ordinal));
    }

    private static string Least(string program)
    {
        var other = program.Replace("\"a\"", "\"x\"", StringComparison.Ordinal)
            .Replace("\"b\"", "\"a\"", StringComparison.Ordinal)
            .Replace("\"x\"", "\"b\"", StringComparison.Ordinal);
        return string.CompareOrdinal(program, other) < 0 ? program : other;
    }
}
