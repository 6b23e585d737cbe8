using System.CommandLine;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The one case file that a verb is about.</summary>
internal static class OneFile
{
    public static Argument<string> Argument(string description) => new("FILE")
    {
        Arity = ArgumentArity.ExactlyOne,
        Description = description,
    };

    /// <exception cref="CaseFormatException">It is no case file.</exception>
    /// <exception cref="UsageException">Its target is not available here.</exception>
    public static ReplayCase Read(string path, VeraFinder vera)
    {
        var read = ReplayCases.Read(UserText.Path(path), vera);
        return read.Choice is not null
            ? read
            : throw new UsageException($"{path}: it runs on a real Vera, and none was found: {VeraFinder.Advice}");
    }
}
