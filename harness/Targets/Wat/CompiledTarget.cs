using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Modules;
using Vera.GcStress.Targets.Wat.Values;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat;

/// <summary>The same case as a module of its own, linked to the heap and its host as Vera links one.</summary>
/// <remarks>
/// Compiling costs a hundred times what the driven way costs, so campaigns sample it. Containers whose functions are
/// the guest's are imported as they are: the host is not called for them.
/// </remarks>
internal sealed class CompiledTarget : ITarget, IDisposable
{
    private static readonly ValueKind[] OneWord = [ValueKind.Int32];

    private readonly Lowerer lowerer;
    private readonly WatSessions sessions;
    private WatSession session;
    private LoweredCase lowered = new();

    public CompiledTarget(WatOptions options, DocumentReader readDocument)
    {
        sessions = new(options, readDocument);
        session = sessions.Usual;
        HeapStart = options.Layout.HeapStart;
        lowerer = new(HeapStart, session.Host.Containers.Shape, options.Parts.Rooting);
    }

    public int HeapStart { get; }

    /// <summary>The text of the module that <see cref="Run"/> would compile.</summary>
    public string Emit(StressCase stressCase) => ModuleEmitter.Emit(stressCase, lowerer.Lower(stressCase));

    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        lowered = lowerer.Lower(stressCase);
        if (ModuleLimits.Exceeded(lowered) is { } limit)
        {
            return new(new Outcome.Unsupported($"too large for a module: {limit}"), new(), new(), default);
        }

        using var module = Module.FromText(HeapModule.Engine, "case", ModuleEmitter.Emit(stressCase, lowered));
        session = sessions.For(stressCase);
        session.Start(stressCase, watcher, lowered.Closures);
        using var linker = new Linker(HeapModule.Engine);
        Link(linker);
        var run = linker.Instantiate(session.Heap.Store, module).GetAction("run")
            ?? throw new UnreachableException("the module exports no run");
        return session.Finish(() => Guarded(run));
    }

    public void Dispose() => sessions.Dispose();

    private void Guarded(Action run)
    {
        session.Heap.SyncToGuest();
        try
        {
            run();
        }
        catch (WasmtimeException failure)
        {
            var meant = session.Heap.Surface(failure);
            ExceptionDispatchInfo.Throw(Guest?.Meaning(meant) ?? meant);
        }
    }

    private IGuestFunctions? Guest => session.Host.Containers as IGuestFunctions;

    private void Link(Linker linker)
    {
        linker.DefineInstance(session.Heap.Store, "heap", session.Heap.Instance);
        foreach (var import in lowered.Imports.DistinctBy(i => i.Name))
        {
            if (Guest?.Imported(import.Name) is { } function)
            {
                linker.Define("vera", import.Name, function);
                continue;
            }

            var parameters = import.Parameters.SelectMany(KindsOf).ToArray();
            Define(linker, "vera", import.Name, parameters, [.. KindsOf(import.Result)], Caller(import));
        }

        Define(linker, "begin", OneWord, a => session.Begin(a[0].AsInt32()));
        Define(linker, "done", OneWord, a =>
        {
            session.Done(a[0].AsInt32());
            session.StopIfAsked();
        });
        Define(linker, "drop", OneWord, a => session.Drop(a[0].AsInt32()));
        foreach (var (suffix, type) in Suffixes)
        {
            ValueKind[] parameters = [ValueKind.Int32, .. KindsOf(type)];
            Define(linker, $"bind_{suffix}", parameters, a =>
                session.Bind(a[0].AsInt32(), lowered.LocalTypes[a[0].AsInt32()], SlotOf(type, a[1..])));
            Define(linker, $"observe_{suffix}", parameters, a =>
                session.Observe(a[0].AsInt32(), lowered.ObservedTypes[a[0].AsInt32()]!, SlotOf(type, a[1..])));
        }
    }

    private static readonly (string Suffix, SlotShape Type)[] Suffixes =
        [("i32", SlotShape.I32), ("i64", SlotShape.I64), ("f64", SlotShape.F64), ("pair", SlotShape.Items)];

    private delegate void Notice(ReadOnlySpan<ValueBox> arguments);

    private delegate void Answer(ReadOnlySpan<ValueBox> arguments, Span<ValueBox> results);

    private void Define(Linker linker, string name, ValueKind[] parameters, Notice notice) =>
        Define(linker, "gcstress", name, parameters, [], (arguments, _) => notice(arguments));

    /// <summary>Every call of the host sees the guest's shadow pointer and hands its own back.</summary>
    private void Define(
        Linker linker, string module, string name, ValueKind[] parameters, ValueKind[] results, Answer answer)
    {
        var heap = session.Heap;
        linker.Define(module, name, Function.FromCallback(
            heap.Store,
            (Caller _, ReadOnlySpan<ValueBox> arguments, Span<ValueBox> into) =>
            {
                heap.SyncFromGuest();
                answer(arguments, into);
                heap.SyncToGuest();
            },
            parameters,
            results));
    }

    private Answer Caller(HostImport import) => (arguments, results) =>
    {
        Span<Slot> slots = stackalloc Slot[3];
        slots.Clear();
        var at = 0;
        for (var i = 0; i < import.Parameters.Count; i++)
        {
            var width = import.Parameters[i].IsPair() ? 2 : 1;
            slots[i] = SlotOf(import.Parameters[i], arguments.Slice(at, width));
            at += width;
        }

        var result = session.Host.Invoke(import, slots[0], slots[1], slots[2]);
        if (import.Result == SlotShape.None)
        {
            return;
        }

        results[0] = import.Result switch
        {
            SlotShape.I64 => (ValueBox)result.Bits,
            SlotShape.F64 => BitConverter.Int64BitsToDouble(result.Bits),
            _ => unchecked((int)result.Pointer),
        };
        if (import.Result.IsPair())
        {
            results[1] = result.Length;
        }
    };

    private static Slot SlotOf(SlotShape type, ReadOnlySpan<ValueBox> values) => type switch
    {
        SlotShape.I64 => new(values[0].AsInt64()),
        SlotShape.F64 => new(BitConverter.DoubleToInt64Bits(values[0].AsDouble())),
        SlotShape.Text or SlotShape.Items => new(unchecked((uint)values[0].AsInt32()), values[1].AsInt32()),
        _ => new(unchecked((uint)values[0].AsInt32())),
    };

    private static ValueKind[] KindsOf(SlotShape type) => type switch
    {
        SlotShape.I64 => [ValueKind.Int64],
        SlotShape.F64 => [ValueKind.Float64],
        SlotShape.Text or SlotShape.Items => [ValueKind.Int32, ValueKind.Int32],
        SlotShape.None => [],
        _ => [ValueKind.Int32],
    };
}
