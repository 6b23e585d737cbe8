using System.CommandLine;
using System.CommandLine.Parsing;
using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli;

/// <summary>What is wrong with a command line, in one line that names the likely meaning.</summary>
internal static class Misuse
{
    /// <summary>The first thing that is wrong, or null.</summary>
    public static string? In(ParseResult parsed)
    {
        if (parsed.Action is { ClearsParseErrors: true })
        {
            return null;
        }

        return WithoutValue(parsed) ?? Unmatched(parsed) ?? OptionAsValue(parsed) ?? OptionAsArgument(parsed) ??
            (parsed.Errors.Count > 0 ? UserText.OneLine(parsed.Errors[0].Message) : null);
    }

    private static string? Unmatched(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        var token = parsed.UnmatchedTokens[0];
        var command = parsed.CommandResult.Command;
        return (command is RootCommand, token.StartsWith('-')) switch
        {
            (_, true) when IsAfterDashes(token, parsed) =>
                $"{command.Name}: unexpected argument '{UserText.Shown(token)}' after --",
            (_, true) => UnknownOption(token, command),
            (true, _) => $"unknown verb '{UserText.Shown(token)}'" +
                Hint(token, command.Subcommands.Select(c => c.Name)),
            _ => $"{command.Name}: unexpected argument '{UserText.Shown(token)}'",
        };
    }

    /// <summary><c>--seed --</c>: no option follows two hyphens, and so no value of one.</summary>
    private static string? WithoutValue(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .FirstOrDefault(o => o is { Implicit: false, Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 })
        is { } bare ? $"{bare.Option.Name} needs a value" : null;

    private static bool IsAfterDashes(string token, ParseResult parsed) => parsed.Tokens
        .SkipWhile(t => t.Type != TokenType.DoubleDash)
        .Any(t => t.Value == token);

    /// <summary><c>--json --quiet</c>: the value was forgotten, and the next option taken for it.</summary>
    private static string? OptionAsValue(ParseResult parsed)
    {
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            var taken = option.Tokens.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal));
            if (taken is not null)
            {
                return $"{option.Option.Name} needs a value, and '{UserText.Shown(taken.Value)}' looks like an option";
            }
        }

        return null;
    }

    /// <summary>A misspelt option where a verb takes paths; paths that begin with a hyphen follow <c>--</c>.</summary>
    private static string? OptionAsArgument(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash))
        {
            return null;
        }

        var token = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .FirstOrDefault(t => t.Value.Length > 1 && t.Value.StartsWith('-'));
        return token is null ? null : UnknownOption(token.Value, parsed.CommandResult.Command);
    }

    private static string UnknownOption(string token, Command command)
    {
        var name = token.Split('=', ':')[0];
        var shown = UserText.Shown(name);
        if (command is RootCommand)
        {
            return command.Subcommands.Any(verb => Has(verb, name))
                ? $"no verb is before option '{shown}': first the verb, then its options"
                : $"unknown option '{shown}'" + Hint(name, command.Options.Select(o => o.Name));
        }

        return Has(command, name)
            ? $"option '{shown}' comes before the verb: options follow it"
            : $"{command.Name}: unknown option '{shown}'" + Hint(name, command.Options.Select(o => o.Name));
    }

    private static bool Has(Command command, string name) => command.Options.Any(o => o.Name == name);

    private static string Hint(string name, IEnumerable<string> candidates) =>
        Spelling.Hint(UserText.Shown(name), candidates);
}
