using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Other orders of the same ops, parts, literals and locals.</summary>
public class CanonicalFormsTests
{
    [Theory]
    [InlineData("allocate 1; $0: Int = 5; observe $0; call; allocate 2; $1: Int = return $0",
        "$0: Int = 5; allocate 1; observe $0; call; allocate 2; $1: Int = return $0",
        "allocate 1; $0: Int = 5; call; observe $0; allocate 2; $1: Int = return $0",
        "allocate 1; call; $0: Int = 5; observe $0; allocate 2; $1: Int = return $0",
        "call; allocate 1; $0: Int = 5; observe $0; allocate 2; $1: Int = return $0",
        "allocate 1; $0: Int = 5; observe $0; allocate 2; call; $1: Int = return $0",
        "allocate 1; $0: Int = 5; allocate 2; observe $0; call; $1: Int = return $0",
        "allocate 1; allocate 2; $0: Int = 5; observe $0; call; $1: Int = return $0",
        "allocate 2; allocate 1; $0: Int = 5; observe $0; call; $1: Int = return $0",
        "allocate 1; $0: Int = 5; observe $0; call; $1: Int = return $0; allocate 2")]
    [InlineData("observe insert(({1, 2} : Set<Int>), 1); observe (Tuple(1, true) : Tuple<Int, Bool>)",
        "observe (Tuple(1, true) : Tuple<Int, Bool>); observe insert(({1, 2} : Set<Int>), 1)",
        "observe insert(({2, 1} : Set<Int>), 1); observe (Tuple(1, true) : Tuple<Int, Bool>)",
        "observe insert(({2, 1} : Set<Int>), 2); observe (Tuple(2, true) : Tuple<Int, Bool>)")]
    [InlineData("$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $2; observe $1; observe $0",
        "$1: Int = 4; $0: Int = 3; $2: Int = 5; observe $2; observe $1; observe $0",
        "$0: Int = 3; $2: Int = 5; $1: Int = 4; observe $2; observe $1; observe $0",
        "$2: Int = 5; $0: Int = 3; $1: Int = 4; observe $2; observe $1; observe $0",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $1; observe $2; observe $0",
        "$0: Int = 3; $1: Int = 4; observe $1; $2: Int = 5; observe $2; observe $0",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $2; observe $0; observe $1",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $0; observe $2; observe $1",
        "$0: Int = 3; $1: Int = 4; observe $0; $2: Int = 5; observe $2; observe $1",
        "$0: Int = 3; observe $0; $1: Int = 4; $2: Int = 5; observe $2; observe $1",
        "$0: Int = 3; $1: Int = 5; $2: Int = 4; observe $2; observe $1; observe $0",
        "$0: Int = 5; $1: Int = 4; $2: Int = 3; observe $2; observe $1; observe $0",
        "$0: Int = 4; $1: Int = 3; $2: Int = 5; observe $2; observe $1; observe $0",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $2; observe $0; observe $0",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $0; observe $1; observe $0",
        "$0: Int = 3; $1: Int = 4; $2: Int = 5; observe $1; observe $1; observe $0")]
    [InlineData("$0: Int = 3; call; tail $0; $1: Int = return 4; observe 5",
        "call; $0: Int = 3; tail $0; $1: Int = return 4; observe 5",
        "$0: Int = 3; call; $1: Int = return 4; tail $0; observe 5",
        "$0: Int = 3; call; tail $0; observe 5; $1: Int = return 4",
        "$0: Int = 3; call; observe 5; tail $0; $1: Int = return 4",
        "$0: Int = 3; observe 5; call; tail $0; $1: Int = return 4",
        "observe 5; $0: Int = 3; call; tail $0; $1: Int = return 4",
        "$0: Int = 3; call; tail $0; $1: Int = return 5; observe 4",
        "$0: Int = 5; call; tail $0; $1: Int = return 4; observe 3",
        "$0: Int = 4; call; tail $0; $1: Int = return 3; observe 5")]
    [InlineData("observe 1.5; observe 2.5; observe true; observe false",
        "observe 2.5; observe 1.5; observe true; observe false",
        "observe 1.5; observe true; observe 2.5; observe false",
        "observe true; observe 1.5; observe 2.5; observe false",
        "observe 1.5; observe 2.5; observe false; observe true",
        "observe 1.5; observe false; observe 2.5; observe true",
        "observe false; observe 1.5; observe 2.5; observe true",
        "observe 1.5; observe 2.5; observe false; observe true",
        "observe 2.5; observe 1.5; observe true; observe false")]
    [InlineData("observe \"a\"; observe \"b\"; observe 1d; observe 2d",
        "observe \"b\"; observe \"a\"; observe 1d; observe 2d",
        "observe \"a\"; observe 1d; observe \"b\"; observe 2d",
        "observe 1d; observe \"a\"; observe \"b\"; observe 2d",
        "observe \"a\"; observe \"b\"; observe 2d; observe 1d",
        "observe \"a\"; observe 2d; observe \"b\"; observe 1d",
        "observe 2d; observe \"a\"; observe \"b\"; observe 1d",
        "observe \"a\"; observe \"b\"; observe 2d; observe 1d",
        "observe \"b\"; observe \"a\"; observe 1d; observe 2d")]
    [InlineData("observe ({(1 : Byte), (2 : Byte), 3} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({addr(1), addr(2), 3} : Set<Nat>); observe ({1, 2, 3} : Set<Byte>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({addr(2), addr(1), 3} : Set<Nat>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({3, addr(2), addr(1)} : Set<Nat>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({addr(1), 3, addr(2)} : Set<Nat>)",
        "observe ({2, 1, 3} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({3, 2, 1} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({1, 3, 2} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({addr(2), addr(1), 3} : Set<Nat>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({3, addr(2), addr(1)} : Set<Nat>)",
        "observe ({1, 2, 3} : Set<Byte>); observe ({addr(1), 3, addr(2)} : Set<Nat>)",
        "observe ({2, 1, 3} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({3, 2, 1} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)",
        "observe ({1, 3, 2} : Set<Byte>); observe ({addr(1), addr(2), 3} : Set<Nat>)")]
    [InlineData("call; match MkRecord($0, $1) = MkRecord(1, \"\"); tail $0; $2: Int = return 0",
        "match MkRecord($0, $1) = MkRecord(1, \"\"); call; tail $0; $2: Int = return 0",
        "call; match MkRecord($0, $1) = MkRecord(1, \"\"); $2: Int = return 0; tail $0",
        "call; $2: Int = return 0; match MkRecord($0, $1) = MkRecord(1, \"\"); tail $0",
        "call; match MkRecord($0, $1) = MkRecord(0, \"\"); tail $0; $2: Int = return 1")]
    [InlineData("match MkRecord($0, $1) = MkRecord(1, \"\"); observe $1")]
    public void Ops_move_up_and_parts_literals_and_locals_change_places(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(CanonicalForms.Pass, start));
}
