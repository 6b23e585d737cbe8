using FsCheck.Xunit;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Programs;

[Properties(Arbitrary = [typeof(ArbitraryCases)], MaxTest = 500)]
public class CaseTextTests
{
    private const string Manual = """
        heap almost-full
        tables start 3 shadow 1 worklist 2 wrap 8 page 64 ceiling 24576 memory 16384
        schedule at 3 7 12
        $0: Set<Json> = call({JNull, JArray([JNumber(1.0), JString("a")])})
        $1: Set<Json> = insert($0, JObject({"k": JBool(true)}))
        $2: Map<String, Int> = fold({"a": 1}, 12, "k", turn)
        match Some($3) = get($2, "a")
        let Tuple($4, $5) = (Tuple(1, -0.0) : Tuple<Int, Float64>)
        match JNull = item(elements($1), 0)
        allocate 4096
        churn 40 24
        call
          $6: Json = parse(Json, "[1, 2]")
          put $6
          tail $6
          $7: Array<Float64> = [nan, -nan, -inf, 5E-324, bits(0x7FF8000000000001), addr(12, 3)]
        $8: Json = return $6
        observe elements(({1, 2} : Set<Int>))
        observe apply(closure(({} : Map<Nat, Byte>)))
        observe (Tuple(2.25d, "\\ \" \n \u{0}😀") : Tuple<Decimal, String>)
        observe state
        """;

    [Property]
    public void A_case_reads_back_as_it_was_printed(StressCase careless)
    {
        var printed = CaseRepair.Repair(careless).ToString();
        Assert.Equal(printed, CaseText.Parse(printed).ToString());
    }

    [Property]
    public void A_careless_case_prints_and_then_reads_back_or_is_refused(StressCase careless)
    {
        var printed = careless.ToString();
        if (Read(printed) is { } read)
        {
            Assert.Equal(printed, read.ToString());
        }
    }

    [Property]
    public void A_mutilated_text_is_a_valid_case_or_one_error(StressCase careless, int place, char change)
    {
        var printed = CaseRepair.Repair(careless).ToString();
        var at = (place & int.MaxValue) % (printed.Length + 1);
        foreach (var text in new[] { printed[..at], printed[at..], printed[..at] + change + printed[at..] })
        {
            if (Read(text) is { } read)
            {
                Assert.Same(read, CaseRepair.Repair(read));
            }
        }
    }

    [Fact]
    public void The_manual_is_a_case_in_its_canonical_text() =>
        Assert.Equal(Manual + "\n", CaseText.Parse(Manual).ToString());

    [Fact]
    public void Blanks_comments_and_ends_of_lines_do_not_matter() =>
        Assert.Equal(
            CaseText.Parse(Manual),
            CaseText.Parse("# by hand\n\n" + Manual
                .Replace("\n", "\r\n\t # note\r\n", StringComparison.Ordinal)
                .Replace(" = ", "=", StringComparison.Ordinal)));

    [Theory]
    [InlineData("observe JNul", "line 1: unknown constructor 'JNul'; did you mean 'JNull'?")]
    [InlineData(
        "put [JNul]", "line 1: nothing tells the type of [...] here: write it beside, as in ([...] : Array<Int>)")]
    [InlineData("\n\n\n$0: Json = JNul", "line 4: unknown constructor 'JNul' of Json; did you mean 'JNull'?")]
    [InlineData("$0: Jsn = JNull", "line 1: unknown type 'Jsn'; did you mean 'Json'?")]
    [InlineData("obsrve 1", "line 1: unknown op 'obsrve'; did you mean 'observe'?")]
    [InlineData("observe siz($0)", "line 1: unknown operation 'siz'; did you mean 'size'?")]
    [InlineData("observe $7", "line 1: unknown local $7")]
    [InlineData("$1: Int = 1", "line 1: locals are numbered as they are bound: expected $0, found $1")]
    [InlineData("$0: Int = 1\nobserve insert($0, 1)", "line 2: insert takes a Set or a Map, not a value of type Int")]
    [InlineData("$0: Nat = -1", "line 1: -1 is not a number of type Nat: a whole one from 0 to 2^63 - 1")]
    [InlineData("$0: Float64 = 1", "line 1: expected a value of type Float64, found one of type Int")]
    [InlineData("$0: Bool = \"a", "line 1: the string has no closing quote")]
    [InlineData("observe state", "line 1: state is read before any put")]
    [InlineData("put 1\nput 1.5", "line 2: the State cell holds a value of type Int, not Float64")]
    [InlineData("observe (turn : Int)", "line 1: turn is known only in the key and the value of a fold")]
    [InlineData("allocate 16777217", "line 1: the size of a block is a whole number from 1 to 16777216, not 16777217")]
    [InlineData("observe 1\ncall\nobserve 2", "line 2: the frame that this call opens has no return")]
    [InlineData("call\n$0: Int = 1\n$1: Int = return 1\nobserve $0",
        "line 4: local $0 is out of scope: its frame or a tail call ended it")]
    [InlineData("observe 1\nheap full", "line 2: 'heap' stands before the first op")]
    [InlineData("observe 1\ntables page 64", "line 2: 'tables' stands before the first op")]
    [InlineData("tables", "line 1: expected a table, found the end of the line")]
    [InlineData("tables heap 3", "line 1: unknown table 'heap': start, shadow, worklist, wrap, page, ceiling, memory")]
    [InlineData("tables wrap 0", "line 1: the size of wrap is a whole number from 1 to 4096, not 0")]
    [InlineData("tables page 64 page 64", "line 1: page stands here twice")]
    [InlineData("observe 1 2", "line 1: expected the end of the line, found '2'")]
    public void Errors_say_where_and_what(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CaseFormatException>(() => CaseText.Parse(text)).Message);

    [Theory]
    [InlineData("observe ", "(", 1_000_000, "")]
    [InlineData("observe ", "call(", 1_000_000, "")]
    [InlineData("observe ", "(call(", 1_000_000, "")]
    [InlineData("$0: ", "Set<", 1_000_000, "")]
    [InlineData("$0: Array<Int> = [", "1, ", 1_000_000, "1]")]
    [InlineData("observe ", "(get(", 100, "")]
    [InlineData("observe \"", "\\u{10FFFF}", 400_000, "\"")]
    [InlineData("", "observe 1\n", 400_000, "")]
    [InlineData("", "call\n", 400_000, "")]
    [InlineData("schedule at", " 1", 400_000, "")]
    [InlineData("observe ", "9", 1_000_000, "")]
    [InlineData("", "x", 1_000_000, "")]
    [InlineData("", "\0", 1_000_000, "")]
    public void Text_without_measure_is_refused_at_once(string start, string again, int times, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(again, times)) + end;
        var message = Assert.Throws<CaseFormatException>(() => CaseText.Parse(text)).Message;
        Assert.InRange(message.Length, 1, 200);
    }

    private static StressCase? Read(string text)
    {
        try
        {
            return CaseText.Parse(text);
        }
        catch (CaseFormatException)
        {
            return null;
        }
    }
}
