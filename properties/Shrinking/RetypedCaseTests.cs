using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Edits;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Cases in which one type has become another.</summary>
public class RetypedCaseTests
{
    [Theory]
    [InlineData("Json",
        "Int",
        "$0: Json = JNull; match JBool($1) = $0; observe $1; match JNumber($2) = JNull; observe $2; allocate 4",
        "$0: Int = 0; observe false; observe 0.0; allocate 4")]
    [InlineData("Json",
        "Record", "$0: Json = JNull; match JBool($1) = $0; observe $1; observe ({JNull, $0} : Set<Json>)",
        "$0: Record = MkRecord(0, \"\"); observe false; observe ({MkRecord(0, \"\"), $0} : Set<Record>)")]
    [InlineData("Map<Int, Bool>",
        "Set<Int>", "$0: Map<Int, Bool> = {1: true}; observe get($0, 3); observe size($0); observe contains($0, 4)",
        "$0: Set<Int> = {1}; observe (None : Option<Bool>); observe size($0); observe contains($0, 4)")]
    [InlineData("Map<Int, Bool>",
        "Set<Int>", "$0: Map<Int, Bool> = insert({}, 1, true); observe keys($0); observe values($0)",
        "$0: Set<Int> = insert({}, 1); observe elements($0); observe ([] : Array<Bool>)")]
    [InlineData("Map<Int, Bool>",
        "Set<Bool>", "$0: Map<Int, Bool> = {1: true}; observe keys($0); observe values($0); observe remove($0, 5)",
        "$0: Set<Bool> = {true}; observe ([] : Array<Int>); observe elements($0); observe remove($0, false)")]
    [InlineData("Map<Int, Bool>",
        "Set<Bool>",
        "$0: Map<Int, Bool> = insert({}, 1, true); observe fold($0, 3, 4, true); observe contains($0, 4)",
        "$0: Set<Bool> = insert({}, true); observe fold($0, 3, true); observe contains($0, false)")]
    [InlineData("Map<Int, Bool>",
        "Map<Int, Int>",
        "$0: Map<Int, Bool> = insert({}, 1, true); observe get($0, 3); observe values($0); observe keys($0)",
        "$0: Map<Int, Int> = insert({}, 1, 0); observe (None : Option<Bool>); observe ([] : Array<Bool>); "
            + "observe keys($0)")]
    [InlineData("Map<Int, Int>",
        "Set<Int>", "observe ({1: 2, 3: 4} : Map<Int, Int>); observe insert(({} : Map<Int, Int>), 5, 6)",
        "observe ({1, 2, 3, 4} : Set<Int>); observe insert(({} : Set<Int>), 6)")]
    [InlineData("Map<Int, Int>",
        "Set<Bool>", "observe ({1: 2, 3: 4} : Map<Int, Int>); observe insert(({} : Map<Int, Int>), 5, 6)",
        "observe ({false, false, false, false} : Set<Bool>); observe insert(({} : Set<Bool>), false)")]
    [InlineData("Map<Int, Bool>",
        "Int", "observe ({1: true} : Map<Int, Bool>); observe get(({1: true} : Map<Int, Bool>), 2)",
        "observe 0; observe (None : Option<Bool>)")]
    [InlineData("Set<Int>",
        "Map<Int, Bool>",
        "$0: Set<Int> = {1, 2}; observe insert($0, 3); observe elements($0); observe fold($0, 3, 4)",
        "$0: Map<Int, Bool> = {1: false, 2: false}; observe insert($0, 3, false); observe keys($0); observe "
            + "fold($0, 3, 4, false)")]
    [InlineData("String",
        "Int",
        "$0: Array<String> = [\"a\"]; observe item($0, 1); observe apply(closure(\"x\")); put \"s\"; observe "
            + "(state : String)",
        "$0: Array<Int> = [0]; observe item($0, 1); observe apply(closure(0)); put 0; observe state")]
    [InlineData("String",
        "Int",
        "observe call(\"x\"); observe MkRecord(1, \"a\"); observe (addr(3) : String); observe (addr(3) : Nat)",
        "observe call(0); observe MkRecord(1, \"a\"); observe (addr(3) : Int); observe (addr(3) : Nat)")]
    [InlineData("String",
        "Int",
        "observe (Tuple(\"a\", 2) : Tuple<String, Int>); match Tuple($0, $1) = (Tuple(\"a\", 2) : "
            + "Tuple<String, Int>); observe $0",
        "observe (Tuple(0, 2) : Tuple<Int, Int>); match Tuple($0, $1) = (Tuple(0, 2) : Tuple<Int, Int>); "
            + "observe $0")]
    [InlineData("Nat",
        "Int",
        "observe (3 : Nat); observe (addr(3) : Nat); observe ({5: 6} : Map<Nat, Nat>); observe ({7} : Set<Int>)",
        "observe 3; observe (addr(3) : Int); observe ({5: 6} : Map<Int, Int>); observe ({7} : Set<Int>)")]
    [InlineData("Nat",
        "Int", "match Some($0) = (Some(3) : Option<Nat>); observe $0; observe fold(({} : Set<Nat>), 3, turn)",
        "match Some($0) = (Some(3) : Option<Int>); observe $0; observe fold(({} : Set<Int>), 3, turn)")]
    [InlineData("Nat",
        "Json",
        "observe (addr(3) : Nat); observe fold(({} : Set<Nat>), 3, turn); observe closure((3 : Nat)); "
            + "observe ([3] : Array<Nat>)",
        "observe JNull; observe fold(({} : Set<Json>), 3, JNull); observe closure(JNull); observe ([JNull] : "
            + "Array<Json>)")]
    [InlineData("Byte",
        "Int", "observe ({5, 6} : Set<Byte>); observe (3 : Byte); observe (4 : Nat)",
        "observe ({5, 6} : Set<Int>); observe 3; observe (4 : Nat)")]
    [InlineData("Option<Int>",
        "Set<Int>", "match Some($0) = (Some(3) : Option<Int>); observe $0; observe get(({1: 2} : Map<Int, Int>), 1)",
        "observe 0; observe ({} : Set<Int>)")]
    [InlineData("Array<Int>",
        "Set<Int>",
        "observe item(([1] : Array<Int>), 0); observe elements(({1} : Set<Int>)); observe ([1] : Array<Int>)",
        "observe 0; observe ({} : Set<Int>); observe ({} : Set<Int>)")]
    [InlineData("Array<Int>",
        "Int", "observe item(([1] : Array<Int>), 0); observe elements(({1} : Set<Int>)); observe ([1] : Array<Int>)",
        "observe 0; observe 0; observe 0")]
    [InlineData("Closure<Int>",
        "Int", "$0: Closure<Int> = closure(3); observe apply($0); observe $0; observe closure(4)",
        "$0: Int = 0; observe 0; observe $0; observe 0")]
    [InlineData("Int",
        "String", "observe size(({1} : Set<Int>)); observe item(([1] : Array<Int>), 0); observe apply(closure(3))",
        "observe \"\"; observe item(([\"\"] : Array<String>), 0); observe apply(closure(\"\"))")]
    [InlineData("Int",
        "String", "observe get(({1: 2} : Map<Int, Int>), 1); observe contains(({1} : Set<Int>), 2)",
        "observe get(({\"\": \"\"} : Map<String, String>), \"\"); observe contains(({\"\"} : Set<String>), \"\")")]
    [InlineData("Int",
        "String", "call; $0: Int = return 3; observe $0; call; tail $0; $1: Int = return $0",
        "call; $0: String = return \"\"; observe $0; call; tail $0; $1: String = return $0")]
    [InlineData("Set<Int>",
        "Int",
        "observe size(({1} : Set<Int>)); observe contains(({1} : Set<Int>), 2); observe elements(({1} : "
            + "Set<Int>))",
        "observe 0; observe false; observe ([] : Array<Int>)")]
    [InlineData("Map<Int, Bool>",
        "Set<Bool>", "put 1; $0: Map<Int, Bool> = {}; observe contains($0, (state : Int))",
        "put 1; $0: Set<Bool> = {}; observe contains($0, false)")]
    [InlineData("String", "Int", "observe closure(\"x\")", "observe closure(0)")]
    [InlineData("Bool",
        "Nat", "$0: Map<Int, Bool> = {1: true}; observe values($0)",
        "$0: Map<Int, Nat> = {1: 0}; observe values($0)")]
    public void What_keeps_its_sense_is_kept_and_the_rest_becomes_a_default(
        string from, string to, string start, string retyped)
    {
        var proposed = Retype.Everywhere(Proposals.Case(start), Proposals.Type(from), Proposals.Type(to));
        Assert.Equal(retyped, Proposals.Line(proposed));
    }
}
