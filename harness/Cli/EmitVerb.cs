using System.CommandLine;
using Vera.GcStress.Reporting;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Cli;

/// <summary><c>emit</c>: a case file as a program that other tools can read.</summary>
internal static class EmitVerb
{
    public static Command Create(Invocation invocation)
    {
        var file = OneFile.Argument("The case file.");
        var language = Options.Text("--as", "LANGUAGE", "wat (default): the module that the compiled way runs.");
        var output = Options.Text("--output", "FILE", "Where the program goes (default: standard output).", "-o");
        return new Command("emit", "Print a case as a program.") { file, language, output }.Does(parsed =>
        {
            parsed.Read(language, text => OptionNames.Among(text, "language", ["wat"]), "wat");
            return Run(OneFile.Read(parsed.GetValue(file)!), parsed.ReadPath(output), invocation.Screen);
        });
    }

    private static ExitCode Run(ReplayCase emitted, string? output, Screen screen)
    {
        using var target = new CompiledTarget(emitted.Heap!.Options, WatBench.Parse);
        var text = target.Emit(emitted.File.Case);
        if (output is null)
        {
            screen.Out.Write(text);
        }
        else
        {
            WholeFile.Write(output, text);
        }

        return ExitCode.Clean;
    }
}
