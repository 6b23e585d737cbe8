using System.CommandLine;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What a verb does.</summary>
internal static class VerbAction
{
    /// <summary>Makes a method the action of a verb.</summary>
    public static Command Does(this Command command, Func<ParseResult, Invocation, ExitCode> action)
    {
        command.SetAction(parsed => (int)action(parsed, ((Given)parsed.InvocationConfiguration).Invocation));
        return command;
    }

    /// <summary>Has the verb that was asked for do its work.</summary>
    public static ExitCode Do(this ParseResult parsed, Invocation invocation) =>
        (ExitCode)parsed.Invoke(new Given(invocation));

    /// <summary>Carries to the action of a verb what this run of it is given.</summary>
    private sealed class Given : InvocationConfiguration
    {
        public Given(Invocation invocation)
        {
            Invocation = invocation;
            EnableDefaultExceptionHandler = false;
            ProcessTerminationTimeout = null;
            Output = invocation.Screen.Out;
            Error = invocation.Screen.Error;
        }

        public Invocation Invocation { get; }
    }
}
