using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own.Imports;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own;

/// <summary>A module that a real Vera compiled, run in this process with hosts of our own. Not thread-safe.</summary>
/// <remarks>
/// It is compiled and linked once; each run has an instance and a host of its own, and depends on its request alone.
/// The module is hostile: what it asks of the host is held to its real memory and to the bounds of the request.
/// </remarks>
internal sealed class OwnModule : IDisposable
{
    private readonly WasmModule module;
    private HostRun? run;

    private OwnModule(WasmModule module, string text, ContainerAbi? containers)
    {
        this.module = module;
        var imports = module.Imports.ToList();
        Shape = ModuleShape.Of(text, imports, module.Exports);
        Shape = Shape with { Containers = containers ?? Shape.Containers };
        foreach (var import in imports)
        {
            module.Bind(import, CallOf(import));
        }
    }

    /// <summary>What the module shows of the host that it was made for.</summary>
    public ModuleShape Shape { get; }

    /// <summary>Compiles the text of a module.</summary>
    /// <param name="text">WebAssembly text, as the compiler gives it or edited.</param>
    /// <param name="containers">How its release passes Sets and Maps, where the text does not show it.</param>
    /// <exception cref="WasmException">It is no module that can be run.</exception>
    public static OwnModule Compile(string text, ContainerAbi? containers = null)
    {
        var module = WasmModule.Compile(text);
        try
        {
            return new(module, text, containers);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>Runs an exported function once. An exception of a hook ends the run and reaches the caller.</summary>
    /// <exception cref="WasmException">The module cannot be started, or has no such function for such arguments.
    /// </exception>
    public RunOutcome Run(RunRequest request)
    {
        WasmInstance? instance = null;
        try
        {
            instance = module.Start(new(request.FuelMax, request.MemoryMax));
            run = new(request, instance, Shape);
            return Outcome(End(run), run);
        }
        catch (WasmTrap trap) when (instance is null)
        {
            return new(Endings.Of(trap, null), "", "", 0, 0, 0, ImmutableSortedDictionary<string, int>.Empty);
        }
        finally
        {
            run = null;
            instance?.Dispose();
        }
    }

    public void Dispose() => module.Dispose();

    private static ModuleEnding End(HostRun run)
    {
        try
        {
            var instance = run.Guest.Instance;
            run.Import = ModuleNames.Arguments;
            var words = Arguments.Of(run);
            run.Import = "";
            var results = instance.Call(run.Request.Function, words);
            var value = Value(run, instance.ResultsOf(run.Request.Function), results);
            if (run.Request.Empties)
            {
                Empty(run);
            }

            return new ModuleEnding.Completed(value);
        }
        catch (RunStop stop)
        {
            return stop.Ending;
        }
        catch (WasmTrap trap)
        {
            return Endings.Of(trap, run);
        }
    }

    /// <summary>Where handles are bare numbers, stores grow for ever: nothing is said of them.</summary>
    private static void Empty(HostRun run)
    {
        var instance = run.Guest.Instance;
        instance.SetGlobal(ModuleNames.ShadowPointer, instance.Global(ModuleNames.StackBase));
        instance.Call(ModuleNames.Collect, []);
        run.Hooks?.Emptied(run.Guest.Shape.Containers == ContainerAbi.Handles ? 0 : run.Stores().Values.Sum());
    }

    private static RunOutcome Outcome(ModuleEnding ending, HostRun run)
    {
        var instance = run.Guest.Instance;
        return new(
            ending,
            run.Output,
            run.Errors,
            instance.HasGlobal("heap_ptr") ? unchecked((uint)instance.Global("heap_ptr")) : 0,
            instance.Memory.Length,
            run.Request.FuelMax - instance.Fuel + run.Guest.Work,
            run.Stores());
    }

    private static RunValue Value(HostRun run, string types, long[] words) => (types, words) switch
    {
        ("", _) => new RunValue.Nothing(),
        ("d", _) => new RunValue.Real(BitConverter.Int64BitsToDouble(words[0])),
        ("i", _) => new RunValue.Integer(unchecked((int)words[0])),
        ("l", _) => new RunValue.Integer(words[0]),
        ("ii", _) => new RunValue.Pair((uint)words[0], unchecked((int)words[1]), Text(run, words[0], words[1])),
        _ => throw new WasmException($"{run.Request.Function} returns values of types {types}"),
    };

    private static string? Text(HostRun run, long pointer, long length)
    {
        var memory = run.Guest.Instance.Memory;
        return length <= run.Request.OutputMax && pointer <= memory.Length - length
            ? Encoding.UTF8.GetString(memory.Slice((int)pointer, (int)length))
            : null;
    }

    private HostCall CallOf(WasmImport import)
    {
        if (HostFunctions.Find(import) is not { } function)
        {
            return (_, _) => throw new RunStop(new ModuleEnding.Unsupported(import.Name));
        }

        if (import.Module != "vera")
        {
            return (arguments, results) => function.Answer(run!, arguments, results);
        }

        return (arguments, results) =>
        {
            run!.Import = import.Name;
            run.Guest.Made.Clear();
            function.Answer(run, arguments, results);
            run.Import = "";
        };
    }
}
