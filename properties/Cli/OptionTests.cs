using System.CommandLine;
using FsCheck;
using FsCheck.Fluent;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

public sealed class OptionTests
{
    private static readonly Gen<CollectionSchedule?> Schedules = Gen.OneOf(
        Gen.Constant<CollectionSchedule?>(null),
        Gen.Constant<CollectionSchedule?>(new CollectionSchedule.Natural()),
        Gen.Constant<CollectionSchedule?>(new CollectionSchedule.Eager()),
        Gen.Choose(1, 1_000_000_000).Select(n => (CollectionSchedule?)new CollectionSchedule.Every(n)),
        Gen.Choose(1, 1000).NonEmptyListOf().Select(points =>
            (CollectionSchedule?)new CollectionSchedule.At([.. points.Distinct().Order()])));

    private static readonly Gen<FuzzOptions> AnyOptions =
        from heap in Gen.Choose(0, 1000)
        from fault in Gen.Elements([null, .. FaultCatalogue.Names])
        from elements in Gen.Elements(Enum.GetValues<TypeKind>()).NonEmptyListOf()
        from containers in Gen.Elements(Enum.GetValues<ContainerChoice>())
        from schedule in Schedules
        from numbers in Gen.Choose(1, int.MaxValue).Four()
        from unit in Gen.Elements(1L, 1000, 60_000, 3_600_000)
        select new FuzzOptions
        {
            Canary = false,
            Heap = new(
                (RuntimeKind)(heap % 2), (CollectorKind)(heap / 2 % 2), heap % 3 == 0 ? "real" : "small", fault),
            Generation = GenerationOptions.Default with
            {
                Elements = [.. elements.Distinct().Order()],
                Containers = containers,
                Schedule = schedule,
                OpsMean = 6 + (numbers.Item1 % 4995),
                HostileValues = heap % 5 > 0,
            },
            Seed = unchecked((ulong)numbers.Item1 * (ulong)numbers.Item2),
            Cases = heap % 7 == 0 ? null : numbers.Item3,
            Time = heap % 7 == 0 || heap % 4 == 0
                ? TimeSpan.FromMilliseconds(unit * (1 + (numbers.Item4 % 700)))
                : null,
            CellsRequired = heap % 3,
            Shard = heap % 2 == 0 ? null : (1 + (numbers.Item2 % 5), 5),
            Documents = heap % 3 == 0 ? ["some folder", "-x"] : [],
        };

    [Fact]
    public void Options_survive_being_written_as_arguments_and_read_again()
    {
        foreach (var options in Gen.Sample(AnyOptions, 300, new FsCheck.Rnd(1), 20))
        {
            var again = Read([.. options.ToArguments()]);
            Assert.Equal($"{options.ToJson()}", $"{again.ToJson()}");
            Assert.Equal(options.ToArguments(), again.ToArguments());
            Assert.False(again.Canary);
        }
    }

    [Fact]
    public void A_part_is_named_by_the_variables_of_those_who_start_many()
    {
        Assert.Equal((2, 4), Of(("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")));
        Assert.Equal((3, 4), Of(("JOB_COMPLETION_INDEX", "2"), ("JOB_COMPLETIONS", "4")));
        Assert.Equal((3, 4), Of(("JOB_COMPLETION_INDEX", "2"), ("JOB_COMPLETIONS", "4"),
            ("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "4")));
        Assert.Null(Of(("CI_NODE_TOTAL", "4"), ("JOB_COMPLETIONS", "4")));
        Assert.Throws<UsageException>(() => Of(("JOB_COMPLETION_INDEX", "2")));
        Assert.Throws<UsageException>(() => Of(("JOB_COMPLETION_INDEX", "2"), ("JOB_COMPLETIONS", "4"),
            ("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")));
        Assert.Throws<UsageException>(() => Of(("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "4")));
        Assert.Throws<UsageException>(() => Of(("JOB_COMPLETION_INDEX", "4"), ("JOB_COMPLETIONS", "4")));

        static (int, int)? Of(params (string Name, string Value)[] variables) =>
            ShardOption.OfVariables(name => Array.Find(variables, v => v.Name == name).Value);
    }

    [Fact]
    public void Without_arguments_the_canary_comes_first_and_the_fix_is_fuzzed_for_half_a_minute()
    {
        var options = Read([]);
        Assert.True(options.Canary);
        Assert.Equal(HeapChoice.Default, options.Heap);
        Assert.Equal((1UL, (long?)null, (TimeSpan?)FuzzOptions.UsualTime), (options.Seed, options.Cases, options.Time));
        Assert.Equal("--seed 1 --time 30s", string.Join(' ', options.ToArguments()));
        Assert.Null(Read(["--cases", "5"]).Time);
        Assert.True(Read(["--gc", "vera", "--layout", "real"]).Canary);
    }

    [Fact]
    public void A_planted_bug_is_fuzzed_where_it_shows_unless_another_heap_is_asked_for() => Assert.All(
        FaultCatalogue.All,
        fault =>
        {
            var heap = Read(["--fault", fault.Name]).Heap;
            Assert.Equal((fault.Shows.Runtime, fault.Shows.Collector, fault.Name), (heap.Runtime, heap.Gc, heap.Fault));
            var other = Read(["--fault", fault.Name, "--runtime", "mirror", "--gc", "vera"]).Heap;
            Assert.Equal((RuntimeKind.Mirror, CollectorKind.Vera), (other.Runtime, other.Gc));
        });

    [Fact]
    public void A_seed_is_a_number_as_it_is_and_any_other_text_by_its_hash()
    {
        Assert.Equal(ulong.MaxValue, OptionText.Seed("18446744073709551615"));
        Assert.Equal(0xC0FFEEUL, OptionText.Seed("0xC0ffee"));
        var texts = new[] { "18446744073709551616", "1.0", "c2dde30", "C2DDE30", "main", "héllo" };
        Assert.Equal(texts.Length, texts.Select(OptionText.Seed).Distinct().Count());
        Assert.Equal(OptionText.Seed("main"), OptionText.Seed("main"));
    }

    [Theory]
    [InlineData("every 3", "every:3")]
    [InlineData("at 3 7", "at:3,7")]
    [InlineData("at:3,7", "at:3,7")]
    public void Schedules_are_also_read_as_case_files_spell_them(string text, string printed) =>
        Assert.Equal(printed, OptionText.Print(OptionText.Schedule(text)));

    private static FuzzOptions Read(string[] arguments)
    {
        var command = new Command("fuzz");
        foreach (var option in FuzzOptions.All)
        {
            command.Add(option);
        }

        var parsed = command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return FuzzOptions.Read(parsed);
    }
}
