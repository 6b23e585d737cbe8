using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Lighter types in place of those of a case.</summary>
public class SimplerTypesTests
{
    [Theory]
    [InlineData("observe ({} : Map<Nat, Bool>)",
        "observe 0", "observe (0 : Nat)", "observe false", "observe (0 : Byte)", "observe 0.0", "observe \"\"",
        "observe Red", "observe (None : Option<Int>)", "observe ([] : Array<Int>)",
        "observe (Tuple(0, 0) : Tuple<Int, Int>)", "observe (Ok(0) : Result<Int, Int>)",
        "observe (Leaf : Tree<Int>)", "observe MkRecord(0, \"\")", "observe JNull", "observe MdText(\"\")",
        "observe MdParagraph([])", "observe HtmlText(\"\")", "observe 0d", "observe closure(0)",
        "observe ({} : Set<Int>)", "observe ({} : Set<Nat>)", "observe ({} : Set<Bool>)",
        "observe ({} : Map<Int, Int>)", "observe ({} : Map<Nat, Int>)", "observe ({} : Map<Nat, Nat>)",
        "observe ({} : Map<Int, Bool>)")]
    [InlineData("schedule at 1; observe 1.5",
        "schedule at 1; observe 0", "schedule eager; observe 0", "schedule at 1; observe (0 : Nat)",
        "schedule eager; observe (0 : Nat)", "schedule at 1; observe false", "schedule eager; observe false",
        "schedule at 1; observe (0 : Byte)", "schedule eager; observe (0 : Byte)")]
    [InlineData("$0: Nat = 3; observe ({$0} : Set<Nat>)",
        "$0: Nat = 3; observe 0", "$0: Nat = 3; observe (0 : Nat)", "$0: Nat = 3; observe false",
        "$0: Nat = 3; observe (0 : Byte)", "$0: Nat = 3; observe 0.0", "$0: Nat = 3; observe \"\"",
        "$0: Nat = 3; observe Red", "$0: Nat = 3; observe (None : Option<Int>)",
        "$0: Nat = 3; observe ([] : Array<Int>)", "$0: Nat = 3; observe (Tuple(0, 0) : Tuple<Int, Int>)",
        "$0: Nat = 3; observe (Ok(0) : Result<Int, Int>)", "$0: Nat = 3; observe (Leaf : Tree<Int>)",
        "$0: Nat = 3; observe MkRecord(0, \"\")", "$0: Nat = 3; observe JNull", "$0: Nat = 3; observe MdText(\"\")",
        "$0: Nat = 3; observe MdParagraph([])", "$0: Nat = 3; observe HtmlText(\"\")", "$0: Nat = 3; observe 0d",
        "$0: Nat = 3; observe closure(0)", "$0: Nat = 3; observe ({0} : Set<Int>)",
        "$0: Int = 3; observe ({$0} : Set<Int>)")]
    public void Every_lighter_type_a_part_and_a_set_of_it_are_tried_lightest_first(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(SimplerTypes.Pass, start));
}
