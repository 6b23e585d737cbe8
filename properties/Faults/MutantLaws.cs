using System.Globalization;
using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

/// <summary>A mutant is one slip at one place, and a heap with its containers all the same.</summary>
public sealed class MutantLaws
{
    private const int Sample = 97;

    private static readonly Dictionary<string, string[]> Files =
        MutantText.Heap.Sources.Concat(MutantText.Containers.Sources).ToDictionary(
            source => MutantText.NameOf(source.File), source => source.Text.Split('\n'));

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void Each_changes_one_place_of_the_function_and_line_that_it_names(CollectorKind collector) =>
        Assert.All(Some(collector, 7), mutant =>
        {
            var text = MutantText.Of(mutant).Text;
            var changed = mutant.Applied(text);
            var same = text.AsSpan().CommonPrefixLength(changed);
            Assert.InRange(same, mutant.Start, mutant.End);
            Assert.EndsWith(text[mutant.End..], changed, StringComparison.Ordinal);
            var line = text.LastIndexOf('\n', mutant.Start) + 1;
            Assert.Equal(Files[mutant.File][mutant.Line - 1], text[line..].Split('\n')[0]);
            Assert.Contains(mutant.Function, text[..mutant.Start], StringComparison.Ordinal);
        });

    [Fact]
    public void Every_file_has_some() => Assert.Equal(
        Files.Keys.Except(["containers-roots.wat"]).Order(),
        Enum.GetValues<CollectorKind>().SelectMany(collector => Some(collector, 1))
            .Select(mutant => mutant.File).Distinct().Except(["containers-roots.wat"]).Order());

    [Fact]
    public void Containers_have_none_where_they_are_the_hosts() => Assert.DoesNotContain(
        MutantTrials.All(HeapChoice.Default with { Runtime = RuntimeKind.Bucket }),
        mutant => MutantText.Of(mutant) == MutantText.Containers);

    [Fact]
    public void Most_are_modules_that_the_engine_takes()
    {
        var sample = Some(CollectorKind.Hardened, Sample).ToList();
        var valid = sample.Count(mutant => MutantText.Of(mutant).IsValid(new HeapEdit($"{mutant}", mutant.Applied)));
        Assert.InRange(valid, sample.Count * 9 / 10, sample.Count);
    }

    [Fact]
    public void A_change_may_wait_for_a_number_that_the_function_has_at_hand() => Assert.Equal(
        "(func $f (param $n i32) (result i32) (if (result i32) (i32.eq (local.get $n) (i32.const 9))"
        + " (then (i32.const 2)) (else (i32.const 1))))",
        new MutantMaker([], [new("$n", "at 9", "(i32.eq {0} (i32.const 9))"), new("$m", "never", "(i32.const 0)")])
            .Of("x.wat", OneNumber, 0).First().Applied(OneNumber));

    [Fact]
    public void What_never_runs_or_decides_nothing_has_none()
    {
        const string Text = """
            (func $f (export "f") (param $n i32) (result i32)
              (if (global.get $g)
                (then (return (i32.const 10)))
                (else (call $never)))
              (call $never))
            (func $g (export "g") (param $n i32)
              (if (i32.eq (local.get $n) (i32.const 5))
                (then
                  ;; seen: five
                ))
              (if (i32.eqz (global.get $g)) (then (call $never))))
            (func $never (drop (i32.const 20)))
            """;
        var live = new LiveCode(Text, new Dictionary<string, long> { ["$g"] = 1 });
        Assert.Equal(
            [
                "x.wat:2 $f: (global.get $g) is never true",
                "x.wat:3 $f: (return (i32.const 10)) is missing",
                "x.wat:3 $f: 10 became 11",
                "x.wat:3 $f: 10 became 9",
                "x.wat:11 $g: (i32.eqz (global.get $g)) is always true",
                "x.wat:11 $g: eqz became its opposite",
            ],
            new MutantMaker([MutantTurn.Always], [], live).Of("x.wat", Text, 0).Select(mutant => $"{mutant}"));
    }

    [Fact]
    public void A_change_does_not_wait_for_a_value_that_its_place_never_sees()
    {
        const string Text = """
            (func $f (param $n i32) (result i32)
              (local $m i32)
              (if (i32.le_u (local.get $n) (i32.const 5)) (then (return (i32.const 10))))
              (if (local.get $m) (then (return (i32.const 20))))
              (local.set $m (local.get $n))
              (loop $next
                (br_if $next (i32.eq (local.get $m) (i32.const 9)))
                (i32.const 30)
                (local.set $m (i32.const 40)))
              (i32.const 50))
            """;
        LocalTurn[] turns =
        [
            new("$n", "n is 5", "(i32.eq {0} (i32.const 5))"), new("$m", "m is 9", "(i32.eq {0} (i32.const 9))"),
        ];
        Assert.Equal(
            ["10 became 11, n is 5", "50 became 51, m is 9"],
            new MutantMaker([], turns).Of("x.wat", Text, 0)
                .Where(mutant => mutant.Change.Split(' ') is [[_, '0'] number, "became", _] && mutant.Replacement
                    .Contains($"{int.Parse(number, CultureInfo.InvariantCulture) + 1}", StringComparison.Ordinal))
                .Select(mutant => $"{mutant.Change}, {mutant.Turn}"));
    }

    [Fact]
    public void A_run_that_comes_by_its_place_can_be_told() => Assert.All(
        Some(CollectorKind.Hardened, 31),
        mutant => Assert.Contains(
            "(unreachable)",
            mutant.AsTrap.Applied(MutantText.Of(mutant).Text)[mutant.Start..],
            StringComparison.Ordinal));

    [Fact]
    public void Comments_and_strings_are_no_places() => Assert.Equal(
        ["x.wat:3 $f: 1 became 2", "x.wat:3 $f: 1 became 0"],
        new MutantMaker([MutantTurn.Always], []).Of("x.wat", """
            (func $f (export "(i32.add (i32.const 5))") (result i32)
              ;; (i32.const 7) is none (
              (i32.const 1))
            """, 0).Select(mutant => $"{mutant}"));

    /// <summary>Two of one name would be one to whoever lists them, and one of them never tried.</summary>
    [Fact]
    public void Each_has_a_name_of_its_own()
    {
        var names = MutantTrials.All(HeapChoice.Default).Select(mutant => $"{mutant}").ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains(names, name => name.EndsWith(", place 2", StringComparison.Ordinal));
    }

    private const string OneNumber = "(func $f (param $n i32) (result i32) (i32.const 1))";

    private static IEnumerable<Mutant> Some(CollectorKind collector, int every) =>
        MutantTrials.All(HeapChoice.Default with { Gc = collector }).Where((_, place) => place % every == 0);
}
