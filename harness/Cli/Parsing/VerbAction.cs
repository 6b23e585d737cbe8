using System.CommandLine;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What a verb does.</summary>
internal static class VerbAction
{
    /// <summary>Makes a method the action of a verb.</summary>
    public static Command Does(this Command command, Func<ParseResult, ExitCode> action)
    {
        command.SetAction(parsed => (int)action(parsed));
        return command;
    }
}
