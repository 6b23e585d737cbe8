using System.Text;
using Spectre.Console;

namespace Vera.GcStress.Reporting;

/// <summary>Where words go: results to one stream, progress and errors to the other.</summary>
public sealed class Screen
{
    private readonly GuardedWriter output;

    private Screen(TextWriter output, TextWriter error, bool isLive)
    {
        this.output = new GuardedWriter(output);
        var errors = new GuardedWriter(error);
        (Out, Error) = (new CleanWriter(this.output), new CleanWriter(errors));
        Live = isLive ? Over(errors) : null;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Why results were lost, in one line; null: they were not.</summary>
    public string? Lost => output.Failure is { } why ? $"standard output cannot be written: {why}" : null;

    /// <summary>A terminal for progress that rewrites itself, or null.</summary>
    internal IAnsiConsole? Live { get; }

    /// <summary>The process's own streams, in UTF-8.</summary>
    public static Screen OfConsole()
    {
        Console.OutputEncoding = Encoding.UTF8;
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new(
            Console.Out,
            Console.Error,
            isLive: !Console.IsErrorRedirected && !dumb);
    }

    /// <summary>Somewhere else, as plain text.</summary>
    public static Screen Of(TextWriter output, TextWriter error) => new(output, error, isLive: false);

    /// <summary>Where tables of results go: plain text within a number of columns, whatever the terminal is.</summary>
    internal IAnsiConsole Tables(int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        console.Profile.Width = width;
        return console;
    }

    private static IAnsiConsole Over(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
