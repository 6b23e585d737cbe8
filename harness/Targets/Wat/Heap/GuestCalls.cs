using System.Runtime.ExceptionServices;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>Calls into the guest, and what it means that one failed.</summary>
internal sealed class GuestCalls(Store store, HeapExports guest)
{
    /// <summary>Enough for whatever is no part of a run: to fill bytes costs fuel too.</summary>
    public const ulong UpkeepFuel = 1UL << 40;

    /// <summary>Throws what a failed call means.</summary>
    public void Run(Action call)
    {
        try
        {
            call();
        }
        catch (WasmtimeException failure)
        {
            ExceptionDispatchInfo.Throw(Surface(failure));
        }
    }

    /// <summary>A <see cref="HeapTrap"/>, or what a callback of the host threw.</summary>
    public Exception Surface(WasmtimeException failure)
    {
        if (failure is not TrapException trap)
        {
            return failure.InnerException ?? failure;
        }

        var reason = guest.TrapReason.GetValue();
        Publish();
        return new HeapTrap(KindOf(trap.Type, reason), trap);
    }

    /// <summary>The trap may have left the status stale, and no fuel to publish it with.</summary>
    private void Publish()
    {
        var left = store.Fuel;
        store.Fuel = UpkeepFuel;
        guest.Publish();
        store.Fuel = left;
    }

    private static TrapKind KindOf(TrapCode code, int reason) => code switch
    {
        TrapCode.Unreachable when reason != 0 => (TrapKind)reason,
        TrapCode.Unreachable => TrapKind.Unreachable,
        TrapCode.OutOfFuel => TrapKind.Fuel,
        TrapCode.MemoryOutOfBounds => TrapKind.OutOfBounds,
        _ => TrapKind.Other,
    };
}
