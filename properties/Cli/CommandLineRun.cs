using System.Text;
using System.Text.Json;
using Vera.GcStress.Cli;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Reporting;

namespace Vera.GcStress.Properties.Cli;

/// <summary>One run of the command line in this process, with a folder of its own.</summary>
internal sealed class CommandLineRun : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("command-line-").FullName;

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    /// <summary>The lines on the error stream.</summary>
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Whether the output stream takes nothing, as a full disk does.</summary>
    public bool IsFull { get; init; }

    public ExitCode Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public ExitCode Run(CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        using var full = new FullWriter();
        var screen = Screen.Of(IsFull ? full : output, errors);
        var exit = CommandLine.Run(arguments, new Invocation(screen, stop));
        (Output, Errors) = ($"{output}", $"{errors}");
        return exit;
    }

    public JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(In(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The words of a command from its verb on, as a shell takes them.</summary>
    public static string[] WordsFrom(string verb, string command)
    {
        var pieces = command[command.IndexOf($" {verb} ", StringComparison.Ordinal)..].Split('\'');
        return
        [
            .. pieces.SelectMany((piece, place) => place % 2 == 1
                ? [piece]
                : piece.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        ];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device : 'x'");
    }
}
