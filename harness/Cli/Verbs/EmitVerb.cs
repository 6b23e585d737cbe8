using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Reporting;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>emit</c>: a case file as a program that other tools can read.</summary>
internal static class EmitVerb
{
    private const string Small = "small";

    private static readonly string[] Languages = [.. TargetChoice.Names, Small];

    public static Command Create()
    {
        var file = OneFile.Argument("The case file.");
        var language = Options.Text(
            "--as", "LANGUAGE",
            "wat (default): the module of the compiled way; vera: a program for 'vera run'; small: the same, made " +
            "small.");
        var output = Options.Text("--output", "FILE", "Where the program goes (default: standard output).", "-o");
        return new Command("emit", "Print a case as a program.") { file, language, Options.Vera, output }
            .Does((parsed, invocation) =>
            {
                var asked = parsed.Read(language, text => OptionNames.Among(text, "language", Languages), "wat");
                var emitted = ReplayCases.Read(UserText.Path(parsed.GetValue(file)!), VeraFinder.None);
                var vera = parsed.ReadPath(Options.Vera);
                return Run(emitted, asked, vera, parsed.ReadPath(output), invocation);
            });
    }

    private static ExitCode Run(
        ReplayCase emitted, string language, string? vera, string? output, Invocation invocation)
    {
        OutputPaths.Check([output], [emitted.Path]);
        var text = language == Small ? VeraChoice.Find(vera, invocation.Stop).SmallProgramOf(emitted.Path)
            : language != VeraChoice.Target ? Wat(emitted)
            : vera is null ? VeraFile.Print(emitted.Path, emitted.File).Text
            : VeraChoice.Find(vera, invocation.Stop).ProgramOf(emitted.Path).Text;
        if (output is null)
        {
            invocation.Screen.Out.Write(text);
        }
        else
        {
            WholeFile.Write(output, text);
        }

        return ExitCode.Clean;
    }

    private static string Wat(ReplayCase emitted)
    {
        var heap = emitted.Choice as HeapChoice ?? HeapChoice.Default;
        using var target = new CompiledTarget(heap.Options, HeapRigs.Parse);
        return target.Emit(emitted.File.Case);
    }
}
