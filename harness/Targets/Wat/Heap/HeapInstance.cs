using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Vera.GcStress.Features;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>One heap on Wasmtime, reused from case to case. The host is the mutator.</summary>
/// <remarks>
/// Not thread-safe. The shadow pointer is kept here and handed over with every call, so an allocation costs one
/// transition. A guest that links to the heap moves it on its own: see <see cref="SyncFromGuest"/>.
/// </remarks>
internal sealed unsafe partial class HeapInstance : IDisposable
{
    private readonly HeapPlan plan;
    private readonly GuestMemory memory;
    private readonly GuestMemory map;
    private readonly GuestMemory seen;
    private readonly HeapExports guest;
    private readonly GuestCalls calls;
    private readonly AskedBlocks asked = new();
    private int heapStart;

    public HeapInstance(HeapModule module, IHeapHost host)
    {
        Store = new Store(HeapModule.Engine) { Fuel = GuestCalls.UpkeepFuel };
        Instance = new Instance(
            Store,
            module.Compiled,
            Function.FromCallback(Store, (int kind, int handle) => host.DecrefHandle(kind, handle)),
            Function.FromCallback(Store, () => host.Collecting()),
            Function.FromCallback(Store, () =>
            {
                Learn?.Invoke();
                asked.Prune(Map);
                host.Collected();
            }),
            Function.FromCallback(Store, (int kind, int handle) => plan!.Answer(host.PointersBehind(kind, handle))));
        guest = new HeapExports(Instance);
        calls = new GuestCalls(Store, guest);
        plan = new HeapPlan(Instance);
        memory = new GuestMemory(Instance, "memory");
        map = new GuestMemory(Instance, "map");
        spill = new GuestMemory(Instance, "spill");
        seen = new GuestMemory(Instance, "seen");
        calls.Run(guest.Publish); // How large it is to begin with.
        Reset(HeapLayout.Small, HeapSettings.Default);
    }

    /// <summary>Looks on at every allocation; usually null.</summary>
    public IAllocationWatcher? Watcher { get; set; }

    /// <summary>
    /// Has what a linked guest asked for by itself noted here, whenever that is to be known; usually null.
    /// </summary>
    public Action? Learn { get; set; }

    public int Limit => plan.Status->Limit;

    /// <summary>For modules that link to the heap.</summary>
    public Store Store { get; }

    /// <summary>What heap.wat exports, for modules that link to it.</summary>
    public Instance Instance { get; }

    public HeapLayout Layout { get; private set; } = HeapLayout.Small;

    public HeapSettings Settings { get; private set; } = HeapSettings.Default;

    /// <summary>
    /// Linear memory, as far as the program may use it. A call to the guest may end its life.
    /// </summary>
    public Span<byte> Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var status = plan.Status;
            return memory.UpTo(Math.Max(status->Limit, heapStart), status->MemoryPages);
        }
    }

    /// <summary>One byte a granule of heap (see <see cref="HeapView"/>); empty under Vera's collector.</summary>
    public ReadOnlySpan<byte> Map => Settings.Collector == CollectorKind.Vera
        ? default
        : map.UpTo(HeapBytes / HeapView.Granule, plan.Status->MapPages);

    /// <summary>
    /// Makes the instance behave like a fresh one, with these regions and policies, unless it has grown.
    /// </summary>
    public void Reset(HeapLayout layout, HeapSettings settings)
    {
        if (!ReferenceEquals(layout, Layout))
        {
            Layout = layout.Checked();
        }

        Clear();
        (Settings, heapStart) = (settings, layout.HeapStart);
        Features.Clear();
        asked.Clear();
        had = (plan.Status->MemoryPages, plan.Status->MapPages);
        var points = plan.WritePoints(settings.Schedule);
        Store.Fuel = GuestCalls.UpkeepFuel;
        calls.Run(() => guest.Reset(layout, settings, points));
        Store.Fuel = (ulong)settings.FuelMax;
        shadowPointer = preparedEnd = layout.ShadowStart;
        shadowEnd = plan.Status->ShadowEnd;
    }

    /// <summary>Brings the empty heap into a state. What it roots for that stays rooted.</summary>
    public void Prepare(HeapState state)
    {
        calls.Run(() => guest.Prepare(HeapPlan.NumberOf(state)));
        ShadowPointer = plan.Status->ShadowPointer;
        preparedEnd = shadowPointer;
    }

    /// <summary>Whether it is in the state that it was brought into.</summary>
    public bool IsPrepared(HeapState state) => PreparedHeap.IsIn(View(), state);

    /// <summary>
    /// A block that may hold pointers; its payload address. Cleared only if it is new or the heap hardened.
    /// </summary>
    public int Alloc(int bytes) => Allocate(bytes, 0);

    /// <summary>A block that never holds pointers.</summary>
    public int AllocData(int bytes) => Allocate(bytes, 1);

    /// <summary>Remembers what a block was asked for as.</summary>
    public void Note(int payload, bool pointerFree) =>
        asked.Note((long)payload - sizeof(uint) - heapStart, pointerFree);

    /// <summary>A number of blocks, one after the other, each filled with 0x5A and held by nothing.</summary>
    public void Churn(int count, int bytes) => calls.Run(() => guest.ChurnAt(shadowPointer, count, bytes));

    /// <summary>A full collection now.</summary>
    public void Collect() => calls.Run(() => guest.CollectAt(shadowPointer));

    /// <summary>
    /// Drops what the heap was prepared with and collects, under the roots that the program left. Its fuel does not pay
    /// for it.
    /// </summary>
    public void Settle()
    {
        ForgetPrepared();
        Store.Fuel = (ulong)Settings.FuelMax;
        Collect();
    }

    /// <summary>
    /// Drops every root and collects: nothing should be left. The program's fuel does not pay for it.
    /// </summary>
    public void Release()
    {
        Store.Fuel = (ulong)Settings.FuelMax;
        shadowPointer = Layout.ShadowStart;
        Collect();
    }

    /// <summary>The heap as it is now, or as it was when the guest last called or returned.</summary>
    public HeapView View()
    {
        Learn?.Invoke();
        return new()
        {
            Memory = Memory,
            Map = Map,
            Collector = Settings.Collector,
            HeapStart = Layout.HeapStart,
            HeapEnd = plan.Status->HeapEnd,
            Ceiling = Layout.Ceiling,
            FreeHeads = plan.FreeHeads(Settings.Collector),
            Collection = plan.Status->Collections,
            Allocation = plan.Status->Allocations,
            Roots = RootsInMemory,
            SpilledRoots = RootsInSpill,
            HasHostRoots = Settings.Traced,
            IsAwaited = plan.Status->Idle == 0,
            Wanted = plan.Status->Wanted,
            Room = new(
                plan.Status->Limit, Layout.PageBytes, Settings.MemoryMax, plan.Status->Allocated, UnneededBytes()),
            IsPoisoned = Settings.Poison,
            Asked = asked.Bits,
        };
    }

    /// <summary>Takes over what a linked guest did to shadow pointer and heap on its own.</summary>
    public void SyncFromGuest()
    {
        calls.Run(guest.Publish);
        ShadowPointer = plan.Status->ShadowPointer;
    }

    /// <summary>Hands the shadow pointer to a linked guest that is about to run on.</summary>
    public void SyncToGuest() => guest.ShadowPointer.SetValue(shadowPointer);

    /// <summary>
    /// What a failed guest call means: a <see cref="HeapTrap"/>, or what a callback of the host threw.
    /// </summary>
    public Exception Surface(WasmtimeException failure) => calls.Surface(failure);

    public void Dispose()
    {
        plan.Close();
        memory.Close();
        map.Close();
        spill.Close();
        seen.Close();
        Store.Dispose();
    }

    /// <summary>A run leaves nothing behind, wherever it wrote; most write where they may.</summary>
    private void Clear()
    {
        memory.Clear(Math.Max(plan.Status->Limit, heapStart));
        map.Clear(Math.Max(0, HeapBytes) / HeapView.Granule);
    }

    private int Allocate(int bytes, int pointerFree)
    {
        try
        {
            Watcher?.Allocating(bytes, pointerFree != 0);
            HeapFeatures.Allocates(Features, bytes, pointerFree != 0);
            var payload = guest.AllocAt(shadowPointer, bytes, pointerFree);
            Watcher?.Allocated(payload);
            Note(payload, pointerFree != 0);
            return payload;
        }
        catch (WasmtimeException failure)
        {
            ExceptionDispatchInfo.Throw(Surface(failure));
            throw;
        }
    }
}
