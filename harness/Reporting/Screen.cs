using System.Text;
using Spectre.Console;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>Where words go: results to one stream, progress and errors to the other.</summary>
public sealed class Screen
{
    /// <summary>The columns of what is no terminal, and says nothing of its width.</summary>
    public const int WidthUsual = 120;

    private const int WidthLeast = 40;
    private const int WidthMost = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly GuardedWriter results;
    private readonly TimeSpan? patience;
    private Silence? silence;

    private Screen(TextWriter output, TextWriter error, int width, bool hasColours, TimeSpan? patience)
    {
        (results, this.patience) = (new(output), patience);
        (Width, HasColours) = (Math.Clamp(width, WidthLeast, WidthMost), hasColours);
        (Out, Error) = (new PlainWriter(results, Heard), new PlainWriter(new GuardedWriter(error), Heard));
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Why results were lost, in one line; null: they were not.</summary>
    public string? Lost => results.Failure is { } why ? $"standard output cannot be written: {why}" : null;

    /// <summary>The columns that tables have.</summary>
    public int Width { get; }

    /// <summary>Whether results are shown in colours.</summary>
    public bool HasColours { get; }

    /// <summary>A terminal for progress that rewrites itself, or null.</summary>
    internal IAnsiConsole? Live { get; private init; }

    /// <summary>The process's own streams, in UTF-8.</summary>
    public static Screen OfConsole()
    {
        Console.OutputEncoding = Encoding.UTF8;
        var live = Over(new GuardedWriter(Console.Error));
        var isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new(
            Console.Out,
            Console.Error,
            ColumnsOf(Environment.GetEnvironmentVariable("COLUMNS"), Console.IsOutputRedirected),
            !Console.IsOutputRedirected && live.Profile.Capabilities.Ansi && WantsColours(
                Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM")),
            Patience)
        {
            Live = Console.IsErrorRedirected || isDumb ? null : live,
        };
    }

    /// <summary>Somewhere else.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress and errors go.</param>
    /// <param name="width">The columns of a line.</param>
    /// <param name="hasColours">Whether it shows colours.</param>
    /// <param name="patience">How long it may be silent before it says what is done; null: for ever.</param>
    public static Screen Of(
        TextWriter output, TextWriter error, int width = WidthUsual, bool hasColours = false,
        TimeSpan? patience = null) => new(output, error, width, hasColours, patience);

    /// <summary>What <c>NO_COLOR</c> and <c>TERM</c> say.</summary>
    internal static bool WantsColours(string? noColor, string? term) => noColor is null or "" && term is not "dumb";

    /// <summary>From now on, and until disposed of: no long silence on a terminal or in a log.</summary>
    internal IDisposable? BreakSilence(string doing) =>
        silence = patience is { } longest ? new Silence(Error, doing, longest) : null;

    /// <summary>What is waited for from now on; null: what is done shows its progress itself.</summary>
    internal void Doing(string? what) => silence?.Doing(what);

    /// <summary>A line of results in a tone.</summary>
    internal void Say(string line, Tone tone) => Write(Toned(PlainText.Lines(line), tone) + "\n");

    /// <summary>A plain text in the colour of a tone.</summary>
    internal string Toned(string plain, Tone tone) => !HasColours || tone == Tone.Plain || plain.Length == 0
        ? plain
        : $"\e[{tone switch { Tone.Good => 32, Tone.Bad => 31, _ => 2 }}m{plain}\e[0m";

    /// <summary>What was made plain, and coloured, before.</summary>
    internal void Write(string toned)
    {
        Heard();
        results.Write(toned);
    }

    private void Heard() => silence?.Break();

    private static int ColumnsOf(string? asked, bool isRedirected) => int.TryParse(asked, out var columns) ? columns
        : isRedirected ? WidthUsual
        : WidthOfTerminal();

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : WidthUsual;
        }
        catch (IOException)
        {
            return WidthUsual;
        }
    }

    private static IAnsiConsole Over(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
