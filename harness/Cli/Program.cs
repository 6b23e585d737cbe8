using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Reporting;

namespace Vera.GcStress.Cli;

/// <summary>The entry point: the console, the signals, and nothing else.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        using var interruption = new Interruption();
        return (int)CommandLine.Run(args, new Invocation(Screen.OfConsole(), interruption.Token));
    }
}
