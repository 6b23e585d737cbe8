using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Lower literals, sizes and counts.</summary>
public class SimplerValuesTests
{
    [Theory]
    [InlineData("observe 3; observe insert(({3} : Set<Int>), 3); observe true; observe 5",
        "observe 0; observe insert(({0} : Set<Int>), 0); observe true; observe 5",
        "observe 1; observe insert(({1} : Set<Int>), 1); observe true; observe 5",
        "observe 2; observe insert(({2} : Set<Int>), 2); observe true; observe 5",
        "observe 2; observe insert(({2} : Set<Int>), 2); observe true; observe 5")]
    [InlineData("put true; observe true; $0: Int = 3; observe $0; observe $0; observe (state : Bool); "
                    + "observe (state : Bool)",
        "put false; observe false; $0: Int = 3; observe $0; observe $0; observe state; observe state")]
    public void A_repeated_literal_is_lowered_at_all_its_places(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(new SimplerValues(new()).Everywhere, start));

    [Theory]
    [InlineData("$0: Int = 5; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 5; allocate 2; match MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 5; allocate 0; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 5; allocate 1; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 5; allocate 1; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 5; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe 0",
        "$0: Int = 5; allocate 2; let MkRecord($1, $2) = MkMixed(false, 0.0, 0, [], None); observe $0",
        "$0: Int = 5; allocate 2; let MkRecord($1, $2) = MkRecord(0, \"\"); observe $0",
        "$0: Int = 0; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 1; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 3; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 4; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 2; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 3; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0",
        "$0: Int = 4; allocate 2; let MkRecord($1, $2) = MkRecord(1, \"\"); observe $0")]
    [InlineData("put (1 : Byte); observe true; observe (2 : Nat); churn 3 5",
        "put (1 : Byte); observe true; observe (2 : Nat); allocate 5",
        "put (1 : Byte); observe true; observe (2 : Nat); allocate 15",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 0 5",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 1 5",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 2 5",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 2 5",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 0",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 1",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 3",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 4",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 2",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 3",
        "put (1 : Byte); observe true; observe (2 : Nat); churn 3 4",
        "put (1 : Byte); observe true; observe (0 : Nat); churn 3 5",
        "put (1 : Byte); observe true; observe (1 : Nat); churn 3 5",
        "put (1 : Byte); observe true; observe (1 : Nat); churn 3 5",
        "put (1 : Byte); observe false; observe (2 : Nat); churn 3 5",
        "put (0 : Byte); observe true; observe (2 : Nat); churn 3 5")]
    [InlineData("observe 2.5; observe -3.0",
        "observe 2.5; observe 0.0", "observe 2.5; observe 3.0", "observe 2.5; observe 1.0",
        "observe 2.5; observe -2.0", "observe 2.5; observe -3.0", "observe 0.0; observe -3.0",
        "observe 1.0; observe -3.0", "observe 1.0; observe -3.0", "observe 2.0; observe -3.0")]
    [InlineData("observe 1e300; observe -1e300; observe -9007199254740992.0",
        "observe 1E+300; observe -1E+300; observe 0.0", "observe 1E+300; observe -1E+300; observe 1.0",
        "observe 1E+300; observe 0.0; observe -9007199254740992.0",
        "observe 1E+300; observe 1.0; observe -9007199254740992.0",
        "observe 0.0; observe -1E+300; observe -9007199254740992.0",
        "observe 1.0; observe -1E+300; observe -9007199254740992.0")]
    [InlineData("observe (addr(3, 2) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(3, 2) : Int); observe (addr(1) : String); observe 0",
        "observe (addr(3, 2) : Int); observe (addr(1) : String); observe (addr(1) : Int)",
        "observe (addr(3, 2) : Int); observe (addr(1) : String); observe (addr(0, 0) : Int)",
        "observe (addr(3, 2) : Int); observe \"\"; observe (addr(1, 0) : Int)",
        "observe (addr(3, 2) : Int); observe (addr(0) : String); observe (addr(1, 0) : Int)",
        "observe 0; observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(3) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(3, 0) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(3, 1) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(3, 1) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(0, 2) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(1, 2) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(2, 2) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)",
        "observe (addr(2, 2) : Int); observe (addr(1) : String); observe (addr(1, 0) : Int)")]
    [InlineData("observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, (turn : Int)); observe "
                    + "item(([1] : Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 0)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 1)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 1)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([0] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 0, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 1, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 2, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 2, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[]\"); observe fold(({} : Set<Int>), 3, 0); observe item(([1] : Array<Int>), 2)",
        "observe JNull; observe fold(({} : Set<Int>), 3, turn); observe item(([1] : Array<Int>), 2)",
        "observe parse(Json, \"\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : Array<Int>), 2)",
        "observe parse(Json, \"[\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : Array<Int>), 2)",
        "observe parse(Json, \"]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : Array<Int>), 2)",
        "observe parse(Json, \"aa\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"a]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"b]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"0]\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[a\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[b\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)",
        "observe parse(Json, \"[0\"); observe fold(({} : Set<Int>), 3, turn); observe item(([1] : "
            + "Array<Int>), 2)")]
    [InlineData("observe Blue; observe HtmlComment(\"\"); observe 0.5d",
        "observe Blue; observe HtmlComment(\"\"); observe 0d",
        "observe Blue; observe HtmlComment(\"\"); observe 0.25d",
        "observe Blue; observe HtmlComment(\"\"); observe 0.25d",
        "observe Blue; observe HtmlElement(\"\", {}, []); observe 0.5d",
        "observe Blue; observe HtmlText(\"\"); observe 0.5d", "observe Red; observe HtmlComment(\"\"); observe 0.5d",
        "observe Green; observe HtmlComment(\"\"); observe 0.5d")]
    [InlineData("observe HtmlElement(\"\", {}, []); observe MkRecord(0, \"\")",
        "observe HtmlElement(\"\", {}, []); observe MkMixed(false, 0.0, 0, [], None)",
        "observe HtmlText(\"\"); observe MkRecord(0, \"\")", "observe HtmlComment(\"\"); observe MkRecord(0, \"\")")]
    [InlineData("put 1; observe (state : Int); $0: Int = 3; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 4; tail $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 4; tail $0; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 0; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 1; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 2; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 3; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 2; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 3; call; $1: Int = 3; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 0; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 1; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 2; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 1; observe state; $0: Int = 2; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 1; observe 0; $0: Int = 3; call; $1: Int = 4; tail $0 $1; $2: Int = return 0",
        "put 0; observe state; $0: Int = 3; call; $1: Int = 4; tail $0 $1; $2: Int = return 0")]
    public void Each_value_of_an_op_and_of_a_node_is_lowered_alone(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(new SimplerValues(new()).OneByOne, start));
}
