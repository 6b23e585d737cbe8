using System.Text.Json;
using System.Xml.Linq;
using Vera.GcStress.Cli.Parsing;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>Campaigns in parts and in pieces: what they leave, united, is what one run of the whole leaves.</summary>
public sealed class MergeLaws : IDisposable
{
    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void One_two_and_seven_parts_find_the_same_and_together_judge_the_same_cases()
    {
        string[] several = ["--elements", "Json,Tuple"];
        var whole = Summary("whole", Parts("whole", 1, several));
        Assert.Contains("finding", whole, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(run.In("whole-merged/corpus")));
        Assert.Equal(whole, Summary("two", Parts("two", 2, several)));
        Assert.Equal(whole, Summary("seven", Parts("seven", 7, several)));
    }

    [Fact]
    public void The_order_of_what_is_merged_changes_nothing_and_merged_folders_merge_too()
    {
        string[] parts = [.. Parts("some", 2), .. Parts("other", 1, "--seed", "9")];
        Merge("forth", parts);
        Merge("back", [.. parts.Reverse(), parts[0]]);
        Assert.Equal(Files("forth"), Files("back"));
        Merge("half", parts[..2]);
        Merge("both", [run.In("half"), .. parts[2..]]);
        Assert.Equal(Files("forth"), Files("both"));
        Assert.Contains("<h2>Findings</h2>", $"{XDocument.Load(run.In("both/report.html"))}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_state_or_cut_short_is_named_and_left_out()
    {
        var parts = Parts("good", 2);
        Merge("good", parts);
        var text = File.ReadAllText(Path.Combine(parts[0], "state.json"));
        string[] bad = [text[..(text.Length / 2)], "[]", "{\"format\":\"x\"}", text[..^9], ""];
        for (var i = 0; i < bad.Length; i++)
        {
            Directory.CreateDirectory(run.In($"bad{i}"));
            File.WriteAllText(Path.Combine(run.In($"bad{i}"), "state.json"), bad[i]);
        }

        string[] others = [.. Enumerable.Range(0, bad.Length).Select(i => run.In($"bad{i}")), run.In("missing")];
        Assert.Equal(ExitCode.Usage, Merge("mixed", [.. others, .. parts]));
        Assert.Equal(others.Order(), run.ErrorLines.Select(line => line.Split(": left out")[0]).Order());
        Assert.Equal(Files("good").Where(IsCase), Files("mixed").Where(IsCase));
        Assert.Equal(ExitCode.Usage, Merge("nothing", others));
        Assert.False(Directory.Exists(run.In("nothing")));
    }

    [Fact]
    public void What_a_campaign_lacks_is_named_and_no_green_end()
    {
        string[] sound = ["fuzz", "--quiet", "--elements", "Int", "--cases", "40", "--runtime", "container"];
        string Part(int part, params string[] more)
        {
            var state = run.In($"part-{part}{string.Concat(more)}");
            run.Run([.. sound, "--state", state, "--shard", $"{part}/3", .. more]);
            return state;
        }

        string[] parts = [Part(1), Part(2), Part(3)];
        Assert.Equal(ExitCode.Clean, Merge("whole", parts));
        Assert.Equal(ExitCode.Usage, Merge("two", parts[..2]));
        Assert.Contains("part 3 of 3 is not here", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Merge("short", parts[0], Part(2, "--time", "1ms"), parts[2]));
        Assert.Contains("part 2 of 3 is not at the end", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Merge("again", run.In("short"))); // What was merged says it too.
        Assert.Contains("part 2 of 3 is not at the end", run.Errors, StringComparison.Ordinal);
        Assert.Contains("part 2 of 3", File.ReadAllText(run.In("again/report.html")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run(["merge", run.In("two"), "-o", run.In("fine"), "--allow-missing"]));
        var campaign = run.Json("short/report.json").GetProperty("campaigns")[0];
        Assert.Equal([2], campaign.GetProperty("unended").EnumerateArray().Select(part => part.GetInt32()));
    }

    /// <summary>Parts are united again as parts: what was whole somewhere is whole, whatever it lay beside.</summary>
    [Fact]
    public void Of_a_part_that_comes_again_the_one_that_has_come_further_counts_wherever_it_lies()
    {
        var parts = Parts("part", 3, "--cases", "40");
        run.Run([.. Arguments("cut", "--cases", "40"), "--shard", "2/3", "--time", "1ms"]);
        Merge("whole", parts);
        Merge("cut-merged", parts[0], run.In("cut"));
        Merge("overlapping", parts[1..]);
        Merge("again", run.In("cut-merged"), run.In("overlapping"), run.In("cut"));
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.All(run.ErrorLines, line => Assert.Matches("left out: part 2: another input has come", line));
        var (whole, again) = (Files("whole"), Files("again"));
        Assert.Equal(whole["state.json"], again["state.json"]);
        Assert.Equal(whole.Where(IsCase), again.Where(IsCase));
    }

    private static bool IsCase(KeyValuePair<string, string> file) =>
        file.Key.EndsWith(".case", StringComparison.Ordinal);

    /// <summary>Known failures and the corpus are part of what is judged, and where they lie is not.</summary>
    [Fact]
    public void A_campaign_goes_on_with_the_same_files_wherever_they_lie_and_not_with_others()
    {
        var saved = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus"), "*.case").Order().ToArray();
        string Folder(string name, params string[] files)
        {
            Directory.CreateDirectory(run.In(name));
            foreach (var file in files)
            {
                File.Copy(file, Path.Combine(run.In(name), Path.GetFileName(file)));
            }

            return run.In(name);
        }

        foreach (var option in new[] { "--known", "--corpus" })
        {
            var state = $"state{option}";
            Fuzz(state, option, Folder($"here{option}", saved[..2]));
            Assert.NotEqual(ExitCode.Usage, Fuzz(state, option, Folder($"there{option}", saved[..2])));
            Assert.Equal(ExitCode.Usage, Fuzz(state, option, Folder($"other{option}", saved[..3])));
            Assert.Matches($"it was begun with {option} 2-cases-[0-9a-f]+, not {option} 3-cases-", run.Errors);
            Assert.Equal(ExitCode.Usage, Fuzz(state));
            Assert.Matches($"it was begun with {option} 2-cases-[0-9a-f]+$", run.ErrorLines[^1]);
        }
    }

    /// <summary>Whenever it is stopped, and as often: gone on with, it ends as if nothing had been.</summary>
    [Fact]
    public void A_campaign_that_is_stopped_and_goes_on_ends_as_it_would_have()
    {
        Fuzz("whole");
        for (var pause = 250; ; pause *= 2)
        {
            using var stop = new CancellationTokenSource(pause);
            if (run.Run(stop.Token, Arguments("pieces")) != ExitCode.Interrupted)
            {
                break;
            }
        }

        var (whole, pieces) = (Files("whole"), Files("pieces"));
        Assert.Equal(whole.Keys, pieces.Keys);
        Assert.All(whole, file => Assert.Equal(file.Value, pieces[file.Key]));
    }

    [Fact]
    public void Two_campaigns_do_not_share_a_folder_and_another_one_does_not_go_on()
    {
        Fuzz("taken", "--cases", "100");
        var state = Files("taken");
        Assert.Equal(ExitCode.Usage, Fuzz("taken", "--cases", "100", "--seed", "2"));
        Assert.Contains("the state of another campaign", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        var held = Path.Combine(run.In("taken"), "lock");
        using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(ExitCode.Usage, Fuzz("taken", "--cases", "100"));
            Assert.Contains("is at work in this folder", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }

        Assert.Equal(state, Files("taken"));
    }

    [Fact]
    public void What_others_left_in_a_folder_is_not_merged_over()
    {
        Fuzz("part", "--cases", "100");
        Directory.CreateDirectory(run.In("mine/findings"));
        File.WriteAllText(run.In("mine/findings/a.case"), "mine");
        Assert.Equal(ExitCode.Usage, Merge("mine", run.In("part")));
        Assert.Contains("neither empty nor what a merge left", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(run.In("mine/findings/a.case")));
        Directory.CreateDirectory(run.In("killed")); // By a kill before anything was in place.
        File.WriteAllText(run.In("killed/lock"), "");
        File.WriteAllText(run.In("killed/report.json.9-1.tmp"), "{");
        Assert.NotEqual(ExitCode.Usage, Merge("killed", run.In("part")));
        Assert.Equal("", string.Concat(Directory.GetFiles(run.In("killed"), "*.tmp")));
    }

    private string[] Parts(string name, int of, params string[] more) =>
    [
        .. Enumerable.Range(1, of).Select(part =>
        {
            Fuzz($"{name}-{part}", ["--shard", $"{part}/{of}", .. more]);
            return run.In($"{name}-{part}");
        }),
    ];

    private ExitCode Fuzz(string state, params string[] more) => run.Run(Arguments(state, more));

    private string[] Arguments(string state, params string[] more) =>
    [
        "fuzz", "--runtime", "host-store", "--quiet", "--state", run.In(state),
        .. more.Contains("--elements") ? [] : new[] { "--elements", "Json" },
        .. more.Contains("--cases") ? [] : new[] { "--cases", "60" },
        .. more.Contains("--seed") ? [] : new[] { "--seed", "4" },
        .. more,
    ];

    private ExitCode Merge(string to, params string[] from) => run.Run(["merge", .. from, "-o", run.In(to)]);

    /// <summary>All of the merged document but how the cases were divided.</summary>
    private string Summary(string name, string[] parts)
    {
        Assert.Equal(ExitCode.Found, Merge($"{name}-merged", parts));
        var report = run.Json($"{name}-merged/report.json").EnumerateObject()
            .Where(field => field.Name is not "campaigns")
            .ToDictionary(field => field.Name, field => field.Value);
        return JsonSerializer.Serialize(report) + string.Join('\n', Files($"{name}-merged")
            .Where(IsCase));
    }

    private Dictionary<string, string> Files(string folder) => Directory
        .EnumerateFiles(run.In(folder), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(file => Path.GetRelativePath(run.In(folder), file), File.ReadAllText);
}
