using System.CommandLine;
using System.CommandLine.Help;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Cli.Verbs;
using Vera.GcStress.Files;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    private const string Description =
        "GC stress and fuzzing for Vera's Set and Map: draws programs that insert, force collections and look again, " +
        "runs them on a heap in WebAssembly, and compares with a model.";

    // No response files: '@' may begin a path. No bundles: there is only one option of one letter.
    private static readonly ParserConfiguration Parsing = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>All that there is to ask for.</summary>
    /// <remarks>
    /// Made once: each of its parts keeps a list of all that it was ever made a part of, and looks through it for more.
    /// </remarks>
    internal static RootCommand Root { get; } = WithVerbs();

    public static ExitCode Run(string[] args, Invocation invocation)
    {
        var exit = Try(args, invocation);
        return invocation.Screen.Lost is { } lost && exit != ExitCode.Broken
            ? Failure.Report(new OutputException(lost), invocation.Screen, verbose: false)
            : exit;
    }

    private static ExitCode Try(string[] args, Invocation invocation)
    {
        try
        {
            var parsed = Root.Parse(Meant(args), Parsing);
            if (Misuse.In(parsed) is { } misuse)
            {
                throw new UsageException(misuse);
            }

            using var silence = args.Contains(Options.Quiet.Name)
                ? null
                : invocation.Screen.BreakSilence($"{parsed.CommandResult.Command.Name} begins");
            return parsed.Do(invocation);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Failure.Report(e, invocation.Screen, args.Contains(Options.Verbose.Name));
        }
    }

    /// <summary><c>help VERB</c> is <c>VERB --help</c>, as in other tools.</summary>
    private static string[] Meant(string[] args) => args switch
    {
        ["help"] => ["--help"],
        ["help", var verb] when Root.Subcommands.Any(c => c.Name == verb) => [verb, "--help"],
        ["help", .. var other] => other,
        _ => args,
    };

    private static RootCommand WithVerbs()
    {
        var root = new RootCommand(Description) { Options.Verbose };
        foreach (var verb in AllVerbs.InHelp)
        {
            root.Add(verb());
        }

        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }
}
