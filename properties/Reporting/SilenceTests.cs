using System.Collections.Concurrent;
using System.Text;
using Vera.GcStress.Cli;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

/// <summary>Who waits is told for what, and who reads is not interrupted.</summary>
public class SilenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void After_a_while_without_a_word_it_is_said_what_is_done()
    {
        using var errors = new Heard();
        var screen = Screen.Of(TextWriter.Null, errors, patience: Patience);
        using (screen.BreakSilence("fuzz begins"))
        {
            Assert.True(SpinWait.SpinUntil(() => errors.Lines is ["... fuzz begins"], 20_000));
            screen.Doing("starting Vera");
            Assert.True(SpinWait.SpinUntil(() => errors.Lines is [_, "... starting Vera"], 20_000));
            screen.Doing(null);
        }
    }

    [Fact]
    public void It_is_silent_where_no_patience_was_asked_for_and_after_its_end()
    {
        using var errors = new Heard();
        Assert.Null(Screen.Of(TextWriter.Null, errors).BreakSilence("fuzz begins"));
        Screen.Of(TextWriter.Null, errors, patience: TimeSpan.FromMinutes(1)).BreakSilence("fuzz begins")!.Dispose();
        Assert.Empty(errors.Lines);
    }

    [Theory]
    [InlineData("... looking for a bug", "fuzz", "--cases", "1", "--jobs", "1")]
    [InlineData("... 0 of 1 faults tried", "faults", "--only", "shadow-no-bound")]
    [InlineData("... trying 1 element type", "matrix", "--elements", "Int", "--runtime", "container")]
    [InlineData("... looking ", "doctor")]
    public void A_verb_that_takes_its_time_says_what_for(string said, params string[] arguments)
    {
        using var errors = new Heard();
        var screen = Screen.Of(TextWriter.Null, errors, patience: TimeSpan.Zero);
        CommandLine.Run(arguments, new(screen, default));
        Assert.Contains(errors.Lines, line => line.StartsWith(said, StringComparison.Ordinal));
    }

    /// <summary>Lines that may come from another thread.</summary>
    private sealed class Heard : TextWriter
    {
        private readonly ConcurrentQueue<string> lines = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string[] Lines => [.. lines];

        public override void WriteLine(string? value) => lines.Enqueue(value ?? "");
    }
}
