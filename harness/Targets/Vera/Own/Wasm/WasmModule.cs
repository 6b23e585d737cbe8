using System.Collections.Immutable;
using Wasmtime;

namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>A module that is not ours, compiled once, with its imports bound once. Not thread-safe.</summary>
internal sealed class WasmModule : IDisposable
{
    /// <summary>What Vera's code generator uses, and fuel to bound it.</summary>
    private static readonly Engine Engine = new(new Config()
        .WithFuelConsumption(true)
        .WithBulkMemory(true)
        .WithMultiValue(true)
        .WithTailCalls(true)
        .WithExceptions(true)
        .WithMaximumStackSize(WasmLimits.StackBytes));

    private readonly Module module;
    private readonly Linker linker = new(Engine) { AllowShadowing = true };

    private WasmModule(Module module) => this.module = module;

    /// <summary>The names of everything that the module exports.</summary>
    public ImmutableHashSet<string> Exports => [.. module.Exports.Select(e => e.Name)];

    /// <summary>The types of the functions that the module exports, in letters; of all else that it does, no type.
    /// </summary>
    public ImmutableDictionary<string, string> ExportTypes => module.Exports.ToImmutableDictionary(
        e => e.Name, e => e is FunctionExport function ? Signature(function.Parameters, function.Results) : "");

    /// <summary>What the module imports, each once.</summary>
    /// <exception cref="WasmException">It imports something other than a function.</exception>
    public IEnumerable<WasmImport> Imports => module.Imports
        .Select(import => import is FunctionImport function
            ? new WasmImport(import.ModuleName, import.Name, Signature(function.Parameters, function.Results))
            : throw new WasmException($"the module imports {import.ModuleName}.{import.Name}, which is no function"))
        .Distinct();

    /// <exception cref="WasmException">The text is no valid module.</exception>
    public static WasmModule Compile(string text)
    {
        try
        {
            return new(Module.FromText(Engine, "program", text));
        }
        catch (WasmtimeException failure)
        {
            throw new WasmException($"the module does not compile: {Failures.FirstLine(failure.Message)}");
        }
    }

    /// <summary>A module's text in binary form.</summary>
    /// <exception cref="WasmException">The text is no valid module.</exception>
    public static byte[] Binary(string text)
    {
        try
        {
            return Module.ConvertText(text);
        }
        catch (WasmtimeException failure)
        {
            throw new WasmException($"the module does not compile: {Failures.FirstLine(failure.Message)}");
        }
    }

    /// <summary>Says what answers the calls of an import; the engine calls those of the commonest types fastest.
    /// </summary>
    public void Bind(WasmImport import, HostCall call)
    {
        var (from, name) = (import.Module, import.Name);
        switch (import.Signature)
        {
            case ">":
                linker.DefineFunction(from, name, () => call([], []));
                break;
            case "i>i":
                linker.DefineFunction(from, name, (int a) => Words.Answer(call, [Words.Word(a)]));
                break;
            case "ii>":
                linker.DefineFunction(from, name, (int a, int b) => call([Words.Word(a), Words.Word(b)], []));
                break;
            case "ii>i":
                linker.DefineFunction(from, name, (int a, int b) =>
                    Words.Answer(call, [Words.Word(a), Words.Word(b)]));
                break;
            default:
                BindAny(import, call);
                break;
        }
    }

    private void BindAny(WasmImport import, HostCall call)
    {
        var function = module.Imports.OfType<FunctionImport>().First(f => f.ModuleName == import.Module
            && f.Name == import.Name && Signature(f.Parameters, f.Results) == import.Signature);
        linker.DefineFunction(
            import.Module,
            import.Name,
            Words.Caller(call, function.Parameters, function.Results),
            function.Parameters,
            function.Results);
    }

    /// <summary>A fresh instance with a store of its own.</summary>
    /// <exception cref="WasmException">It cannot be linked.</exception>
    /// <exception cref="WasmTrap">It trapped as it started.</exception>
    public WasmInstance Start(WasmLimits limits)
    {
        var store = new Store(Engine) { Fuel = (ulong)limits.Fuel };
        try
        {
            store.SetLimits(limits.MemoryBytes, WasmLimits.TableEntries, null, null, null);
            return new(store, linker.Instantiate(store, module));
        }
        catch (WasmtimeException failure)
        {
            store.Dispose();
            throw failure is TrapException
                ? Failures.Of(failure)
                : new WasmException($"the module cannot be started: {Failures.FirstLine(failure.Message)}");
        }
    }

    public void Dispose()
    {
        linker.Dispose();
        module.Dispose();
    }

    private static string Signature(IReadOnlyList<ValueKind> parameters, IReadOnlyList<ValueKind> results) =>
        $"{string.Concat(parameters.Select(Words.Letter))}>{string.Concat(results.Select(Words.Letter))}";
}
