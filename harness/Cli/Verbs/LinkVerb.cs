using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Reporting;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Linking;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own.Wasm;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>link</c>: a compiled module of Vera's with Sets and Maps of its own.</summary>
internal static class LinkVerb
{
    private const int BytesMax = WatScanner.CharsMax;

    /// <summary>What modules in binary form are called; they begin with this.</summary>
    private const string Binary = ".wasm";

    private const string BinaryStart = "\0asm";

    private static readonly Argument<string> Module = new("MODULE")
    {
        Arity = ArgumentArity.ExactlyOne,
        Description = "What 'vera compile --wat' printed, or a .vera program for Vera to compile.",
    };

    private static readonly Option<string?> Output = Options.Text(
        "--output", "FILE", "Where the module goes: as text, or as bytes if this ends in .wasm.", "-o");

    public static Command Create() => new Command(
        "link",
        "Put functions in the place of the Set and Map imports of a module that Vera 0.0.171 or a later one " +
        "compiled: it then runs on Vera's own hosts without them.")
    {
        Module, Output, Options.Vera, Options.Json,
    }.Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var path = UserText.Path(parsed.GetValue(Module)!);
        var output = parsed.ReadPath(Output)
            ?? throw new UsageException($"{Output.Name}: say where the linked module goes");
        var json = parsed.ReadPath(Options.Json);
        OutputPaths.Check([output, json], [path]);
        var linked = Linked(path, TextOf(path, parsed.ReadPath(Options.Vera), invocation));
        var outputs = new Outputs();
        if (Path.GetExtension(output) == Binary)
        {
            outputs.Try(() => WholeFile.Write(output, WasmModule.Binary(linked.Text)));
        }
        else
        {
            outputs.Write(output, () => linked.Text);
        }

        outputs.Write(json, () => LinkDocument.Of(linked));
        Tell(linked, invocation.Screen);
        return outputs.Ended(ExitCode.Clean);
    }

    private static string TextOf(string path, string? command, Invocation invocation)
    {
        var text = InputText.Read(path, BytesMax);
        if (Path.GetExtension(path) == OneProgram.Extension)
        {
            invocation.Screen.Doing("compiling");
            return Compiled(path, text, command, invocation.Stop);
        }

        return text.StartsWith(BinaryStart, StringComparison.Ordinal)
            ? throw new UsageException(
                $"{UserText.Shown(path)}: a module in binary form; give its text, as 'vera compile --wat' prints it")
            : text;
    }

    private static string Compiled(string path, string source, string? command, CancellationToken stop)
    {
        try
        {
            using var vera = PythonHost.Open(command, stop);
            return vera.Compile(source, path, out var rejected)?.Wat
                ?? throw new UsageException($"{UserText.Shown(path)}: Vera {vera.Version} rejects it: {rejected}");
        }
        catch (VeraException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static LinkedModule Linked(string path, string text)
    {
        try
        {
            return ContainerLink.Link(text);
        }
        catch (ModuleException e)
        {
            throw new UsageException($"{UserText.Shown(path)}: cannot be linked: {e.Message}", e);
        }
    }

    private static void Tell(LinkedModule linked, Screen screen)
    {
        foreach (var name in linked.Replaced)
        {
            screen.Out.WriteLine($"{name} is a function of the module");
        }

        foreach (var name in linked.Dropped)
        {
            screen.Out.WriteLine($"{name} is not called any more");
        }

        screen.Say(
            linked.Replaced.IsEmpty
                ? "It imports no function of a Set or Map: it stays as it is."
                : $"{Numbers.Of(linked.Replaced.Length, "import")} replaced: {linked.BytesBefore:N0} bytes before, " +
                $"{Numbers.Of(linked.Bytes, "byte")} now.",
            Tone.Plain);
    }
}
