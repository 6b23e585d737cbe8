using System.Runtime.ExceptionServices;
using Wasmtime;

namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>One instance of a module: its memory, globals and functions, by the names of their exports.</summary>
internal sealed unsafe class WasmInstance : IDisposable
{
    private readonly Store store;
    private readonly Instance instance;
    private readonly Memory? memory;
    private readonly Dictionary<string, Global.Accessor<int>?> globals = [];
    private readonly Func<int, int>? alloc;
    private readonly Action<int, int, int>? register;

    public WasmInstance(Store store, Instance instance)
    {
        (this.store, this.instance) = (store, instance);
        memory = instance.GetMemory("memory");
        alloc = instance.GetFunction("alloc")?.WrapFunc<int, int>();
        register = instance.GetFunction("register_wrapper")?.WrapAction<int, int, int>();
    }

    /// <summary>All of linear memory; gone as soon as the guest runs on.</summary>
    public Span<byte> Memory => memory is null
        ? default
        : new((void*)memory.GetPointer(), (int)Math.Min(memory.GetLength(), int.MaxValue));

    /// <summary>Fuel that is left.</summary>
    public long Fuel => (long)store.Fuel;

    /// <summary>Has the guest allocate.</summary>
    public uint Alloc(int size) => alloc is null
        ? throw new WasmException("the module exports no function alloc of one i32 to i32")
        : unchecked((uint)Guarded(alloc, size));

    /// <summary>Has the guest note a wrapper, so that its death is told.</summary>
    public void Register(int wrapper, int kind, int handle)
    {
        try
        {
            register?.Invoke(wrapper, kind, handle);
        }
        catch (WasmtimeException failure)
        {
            Throw(failure);
        }
    }

    public bool HasGlobal(string name) => GlobalOf(name) is not null;

    /// <summary>The value of an exported global of type i32.</summary>
    public int Global(string name) => (GlobalOf(name) ?? throw Unknown(name)).GetValue();

    public void SetGlobal(string name, int value) => (GlobalOf(name) ?? throw Unknown(name)).SetValue(value);

    /// <summary>The type of an exported function in letters, or null if there is none of that name.</summary>
    public string? ParametersOf(string function) => instance.GetFunction(function) is { } found
        ? string.Concat(found.Parameters.Select(Words.Letter))
        : null;

    /// <summary>The result types of an exported function, in letters.</summary>
    public string ResultsOf(string function) =>
        string.Concat(instance.GetFunction(function)!.Results.Select(Words.Letter));

    /// <summary>Runs an exported function.</summary>
    /// <exception cref="WasmTrap">The guest trapped.</exception>
    public long[] Call(string name, ReadOnlySpan<long> arguments)
    {
        var function = instance.GetFunction(name) ?? throw Unknown(name);
        var boxes = new ValueBox[arguments.Length];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = Words.Box(function.Parameters[i], arguments[i]);
        }

        try
        {
            return Words.Of(function.Invoke(boxes.AsSpan()));
        }
        catch (WasmtimeException failure)
        {
            Throw(failure);
            return [];
        }
    }

    public void Dispose() => store.Dispose();

    private static int Guarded(Func<int, int> call, int argument)
    {
        try
        {
            return call(argument);
        }
        catch (WasmtimeException failure)
        {
            Throw(failure);
            return 0;
        }
    }

    private static void Throw(WasmtimeException failure) => ExceptionDispatchInfo.Throw(Failures.Of(failure));

    private static WasmException Unknown(string name) => new($"the module exports no '{name}' of the expected kind");

    private Global.Accessor<int>? GlobalOf(string name)
    {
        if (!globals.TryGetValue(name, out var found))
        {
            var global = instance.GetGlobal(name);
            found = global is { Kind: ValueKind.Int32 } ? global.Wrap<int>() : null;
            globals.Add(name, found);
        }

        return found;
    }
}
