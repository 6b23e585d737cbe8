using System.Runtime.ExceptionServices;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;
using SlotCall = System.Func<int, int, long, long, long>;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>Calls of the container functions on one heap.</summary>
internal sealed class ContainerCalls(HeapInstance heap, HeapEdit? edit)
{
    private Functions? plain;
    private Functions? watched;

    private Functions Current => heap.Watcher is null
        ? plain ??= new(heap, ContainerModule.Load(edit).On(heap))
        : watched ??= new(heap, ContainerModule.Load(edit).Watched(heap));

    /// <summary>Carries one function out. What is passed and returned are slots of 64 bits.</summary>
    /// <param name="function">Its place in <see cref="ContainerModule.Names"/>.</param>
    /// <param name="container">What it is done to.</param>
    /// <param name="key">A key, or a set's element.</param>
    /// <param name="value">A value.</param>
    /// <exception cref="GuestFault">It met what no container holds.</exception>
    public long Invoke(int function, int container, long key = 0, long value = 0)
    {
        var functions = Current;
        try
        {
            var result = functions.Call(function)(heap.ShadowPointer, container, key, value);
            functions.Noted();
            return result;
        }
        catch (WasmtimeException failure)
        {
            functions.Noted();
            ExceptionDispatchInfo.Throw(
                Meaning(heap.Surface(failure), ContainerModule.Names[function], unchecked((uint)container)));
            throw;
        }
    }

    /// <summary>A function for a module to import, or null: none has that name.</summary>
    public Function? Imported(string name) => Current.Imported(name);

    /// <summary>What it means that a module trapped which calls these functions by itself.</summary>
    public static Exception Meaning(Exception failure) => Meaning(failure, "a container function");

    /// <summary>Functions that trap by themselves met bad memory; the heap below them has traps of its own.</summary>
    private static Exception Meaning(Exception failure, string name, params uint[] at)
    {
        var where = string.Concat(at.Select(address => $" at 0x{address:X}"));
        return failure switch
        {
            HeapTrap { Kind: TrapKind.OutOfBounds, InnerException: TrapException trap } when IsOwn(trap) =>
                new GuestFault(TrapReason.OutsideMemory, $"{name} leaves memory, with a container{where}", at),
            HeapTrap { Kind: TrapKind.Unreachable, InnerException: TrapException trap } when IsOwn(trap) =>
                new GuestFault(TrapReason.BadBlock, $"{name} finds no sound container{where}", at),
            _ => failure,
        };
    }

    private static bool IsOwn(TrapException trap) =>
        trap.Frames is [{ ModuleName: ContainerModule.Name }, ..];

    /// <summary>One instance of the functions.</summary>
    private sealed unsafe class Functions
    {
        private const uint PointerFree = 0x80000000;

        private readonly HeapInstance heap;
        private readonly Instance instance;
        private readonly SlotCall?[] calls = new SlotCall?[ContainerModule.Names.Length];
        private readonly uint* asked;

        public Functions(HeapInstance heap, Instance instance)
        {
            (this.heap, this.instance) = (heap, instance);
            asked = (uint*)new GuestMemory(instance, ContainerModule.Asked).Start(1);
            heap.Learn += Noted;
        }

        public SlotCall Call(int function) => calls[function] ??=
            instance.GetFunction(ContainerModule.Names[function])!
                .WrapFunc<int, int, long, long, long>()!;

        public Function? Imported(string name) => instance.GetFunction(ContainerModule.AsImport(name));

        /// <summary>Hands what the functions asked the heap for on to those who compare.</summary>
        public void Noted()
        {
            for (var i = 1; i <= asked[0]; i++)
            {
                heap.Note((int)(asked[i] & ~PointerFree), (asked[i] & PointerFree) != 0);
            }

            asked[0] = 0;
        }
    }
}
