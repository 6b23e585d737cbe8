using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Reducing;
using Vera.GcStress.Reducing.Syntax;
using Vera.GcStress.Targets.Vera.Sources;
using Xunit;

namespace Vera.GcStress.Properties.Reducing;

/// <summary>A Vera program is read as it is, and becomes as small as whoever is asked allows.</summary>
public sealed class ProgramReducerTests
{
    private const string Source = """
        -- A comment, and a text with what looks like one.
        private data Pair { Nil, Both(Int, String) }

        private fn show(@Pair -> @String)
          requires(true)
          ensures(true)
          effects(pure)
        {
          match @Pair.0 {
            Both(@Int, @String) -> "\(@Int.0) {- \(@String.0) -}",
            Nil -> "nil"
          }
        }

        private fn twice(@Int, @Int -> @Int)
          requires(true)
          ensures(true)
          effects(pure)
        {
          let @Int = @Int.1 + @Int.0;
          @Int.0 * (@Int.1 - @Int.2)
        }

        public fn main(-> @Unit)
          requires(true)
          ensures(true)
          effects(<IO>)
        {
          let @Int = 7;
          let @Int = twice(@Int.0, 3);
          IO.print("unheard");
          let @Set<Int> = set_add(set_new(), @Int.1);
          IO.print(show(Both(@Int.0, "text")))
        }
        """;

    [Fact]
    public void What_is_generated_is_read_and_written_again_token_by_token()
    {
        foreach (var stressCase in PrintedCases.Sound(new CollectionSchedule.Eager(), 60))
        {
            var source = VeraSource.Print(stressCase);
            var again = ProgramPrinter.Print(ProgramReader.Read(source))!;
            Assert.Equal(Words(source), Words(again));
        }
    }

    [Fact]
    public void A_refined_type_is_read_with_its_condition()
    {
        const string Refined = "private fn f(@Int -> @{ @String | { let @Option<Int> = Some(0); true } })\n" +
            "  requires(true)\n  effects(pure)\n{\n  \"a\"\n}\n";
        Assert.Equal(Words(Refined), Words(ProgramPrinter.Print(ProgramReader.Read(Refined))!));
        Assert.Throws<SyntaxException>(() => ProgramReader.Read("private fn f(-> @{ @String | true"));
    }

    [Fact]
    public void Nothing_is_left_but_what_is_asked_for_and_slots_are_counted_anew()
    {
        var smallest = Reduced("set_add(set_new(), @Int.", out var reducer);
        Assert.Equal(
            """
            public fn main(-> @Unit)
              requires(true)
              effects(<IO>)
            {
              let @Int = 0;
              let @Set<Int> = set_add(set_new(), @Int.0);
              0
            }

            """,
            smallest);
        Assert.InRange(reducer.Attempts, 10, 400);
    }

    [Fact]
    public void Every_step_was_asked_about_and_the_same_steps_are_taken_again()
    {
        var asked = new HashSet<string>();
        var steps = new List<string>();
        var reducer = new ProgramReducer(
            (text, _) => asked.Add(text) && text.Contains("show(", StringComparison.Ordinal) ? text : null,
            (text, _) => steps.Add(text));
        var smallest = reducer.Reduce(Source, 1000, TestContext.Current.CancellationToken);
        Assert.Contains(smallest, asked);
        Assert.All(steps, step => Assert.Contains(step, asked));
        Assert.Equal(smallest, Reduced("show(", out _));
    }

    [Fact]
    public void A_function_goes_and_what_it_did_stays()
    {
        var smallest = Reduced(" * ", out _);
        Assert.DoesNotContain("twice", smallest, StringComparison.Ordinal);
        Assert.Contains(" * ", smallest, StringComparison.Ordinal);
    }

    [Fact]
    public void Attempts_and_time_are_bounds_and_what_shows_nothing_stays_as_it_is()
    {
        var reducer = new ProgramReducer((text, _) => text);
        reducer.Reduce(Source, 3, TestContext.Current.CancellationToken);
        Assert.Equal(3, reducer.Attempts);
        Assert.Equal(Source, new ProgramReducer((_, _) => null).Reduce(Source, 9, CancellationToken.None));
        Assert.Equal(Source, new ProgramReducer((text, _) => text).Reduce(Source, 9, new(canceled: true)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("public fn main(-> @Unit) requires(true) effects(pure) { @Int.0 }")]
    [InlineData("public fn main(-> @Unit) requires(true) effects(pure) { \"\\(@Int.0 }")]
    [InlineData("public fn main(-> @Unit) requires(true) effects(pure) { \"a }\n")]
    [InlineData("public fn main(-> @Unit) requires((((")]
    [InlineData("private data A { {- ")]
    [InlineData("type \u0007 = 1")]
    public void Hostile_text_is_refused_in_one_line_or_has_nothing_to_show(string source)
    {
        try
        {
            Assert.Empty(ProgramReader.Read(source).Declarations);
        }
        catch (SyntaxException e)
        {
            Assert.Matches("^line [0-9]+: [ -~]+$", e.Message);
        }
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var deep = new string('(', 100_000);
        Assert.Throws<SyntaxException>(() => ProgramReader.Read($"type T = {new string('A', 1)}{deep}"));
        Assert.Throws<SyntaxException>(() => ProgramReader.Read(
            $"public fn main(-> @Unit) requires(true) effects(pure) {{ {deep} }}"));
        Assert.Throws<SyntaxException>(() => ProgramReader.Read(
            $"type T = {string.Concat(Enumerable.Repeat("A<", 100_000))}"));
    }

    private static string Reduced(string part, out ProgramReducer reducer)
    {
        reducer = new((text, _) => text.Contains(part, StringComparison.Ordinal) ? text : null);
        return reducer.Reduce(Source, 10_000, TestContext.Current.CancellationToken);
    }

    /// <summary>Redundant parentheses and braces around one value are the only difference.</summary>
    private static IEnumerable<string> Words(string source) =>
        Tokens.Of(source).Select(token => token.Value).Where(word => word is not ("(" or ")" or "{" or "}"));
}
