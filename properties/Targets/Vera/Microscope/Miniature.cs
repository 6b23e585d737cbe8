using Vera.GcStress.Targets.Vera.Microscope;
using Wasmtime;

namespace Vera.GcStress.Properties.Targets.Vera.Microscope;

/// <summary>A collector in small and a program on it, of our own making: with a bug planted, and run.</summary>
internal static class Miniature
{
    public static readonly string Text =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Targets", "Vera", "Microscope", "miniature.wat"));

    /// <summary>The text with one part replaced, which must be there.</summary>
    public static string With(string part, string replacement)
    {
        Assert(part);
        return Text.Replace(part, replacement, StringComparison.Ordinal);
    }

    /// <summary>Runs main with the hooks of a plan; what it gave, or null if it trapped.</summary>
    public static (long? Value, HeapWatch Watch) Run(
        string text, CollectionPlan plan, Instruments instruments = default)
    {
        var watch = new HeapWatch(plan, new());
        using var engine = new Engine();
        using var module = Module.FromText(engine, "miniature", new InstrumentedModule(text).With(instruments));
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        linker.DefineFunction("vera", "print", (int _, int _) => { });
        linker.DefineFunction("gcstress", "allocating", (int size) => watch.Allocating(size) ? 1 : 0);
        linker.DefineFunction("gcstress", "allocated", (int block) => watch.Allocated((uint)block));
        linker.DefineFunction("gcstress", "keep", () => (int)watch.Keep());
        linker.DefineFunction("gcstress", "collecting", watch.Collecting);
        linker.DefineFunction("gcstress", "collected", watch.Collected);
        linker.DefineFunction("gcstress", "entered", (int function, int sp) => watch.Entered(function, sp));
        linker.DefineFunction("gcstress", "left", (int function, int sp) => watch.Left(function, sp));
        var instance = linker.Instantiate(store, module);
        watch.Memory = new Guest(instance);
        try
        {
            return (instance.GetFunction<long>("main")!(), watch);
        }
        catch (TrapException)
        {
            return (null, watch);
        }
    }

    private static void Assert(string part) => Xunit.Assert.Contains(part, Text, StringComparison.Ordinal);

    private sealed class Guest(Instance instance) : IModuleMemory
    {
        public ReadOnlySpan<byte> Bytes
        {
            get
            {
                var memory = instance.GetMemory("memory")!;
                return memory.GetSpan(0, (int)memory.GetLength());
            }
        }

        public int Global(string name) => (int)instance.GetGlobal(name)!.GetValue()!;
    }
}
