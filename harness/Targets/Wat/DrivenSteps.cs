using System.Diagnostics;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <summary>Registers, and what each instruction does to them, to the heap and to its host.</summary>
internal sealed partial class DrivenSteps(WatSession session)
{
    private const byte Filler = 0x5A;

    private LoweredCase lowered = new();
    private long[] registers = new long[256];

    /// <summary>How many host calls there have been.</summary>
    public int HostCalls { get; private set; }

    /// <summary>The functions that are being applied.</summary>
    public DrivenCalls Calls { get; } = new();

    /// <summary>Another case begins.</summary>
    public void Start(LoweredCase begun)
    {
        (lowered, HostCalls) = (begun, 0);
        Calls.Clear();
        if (registers.Length < lowered.Registers.Count)
        {
            registers = new long[lowered.Registers.Count * 2];
        }
    }

    /// <summary>Carries out what is no branch.</summary>
    public void Step(in Instruction step)
    {
        var heap = session.Heap;
        switch (step.Code)
        {
            case Code.Const:
                registers[step.A] = step.Shape is SlotShape.I32 ? unchecked((uint)step.Imm) : step.Imm;
                break;
            case Code.Move:
                registers[step.A] = registers[step.B];
                if (step.Shape.IsPair())
                {
                    registers[step.A + 1] = registers[step.B + 1];
                }

                break;
            case Code.Alloc:
                registers[step.A] = heap.Alloc(SizeOf(step));
                break;
            case Code.AllocData:
                registers[step.A] = heap.AllocData(SizeOf(step));
                break;
            case Code.Bytes:
                var text = lowered.Text((int)step.Imm);
                text.CopyTo(GuestBytes.Bytes(heap.Memory, Pointer(step.A), text.Length));
                break;
            case Code.Store:
                Store(step);
                break;
            case Code.Load:
                Load(step);
                break;
            case Code.Push:
                heap.Push(unchecked((int)Pointer(step.A)));
                break;
            case Code.Enter:
                registers[step.A] = heap.ShadowPointer;
                break;
            case Code.Leave:
                heap.ShadowPointer = (int)registers[step.A];
                break;
            case Code.SetRoot:
                heap.SetRoot(unchecked((int)Pointer(step.A)), unchecked((int)Pointer(step.B)));
                break;
            case Code.Host:
                CallHost(step);
                break;
            case Code.Register:
                heap.RegisterWrapper((int)Pointer(step.A), (int)step.Imm, (int)Pointer(step.B));
                break;
            case Code.Next or Code.Turn or Code.DigitCount or Code.Digits:
                Count(step);
                break;
            case Code.Tag:
                registers[step.A] = step.Imm == 0 ? registers[step.B] | 0x80000000 : registers[step.B] & 0x7FFFFFFF;
                break;
            case Code.Narrow:
                Narrow(step);
                break;
            case Code.Fail:
                throw new HeapTrap(TrapKind.Unreachable);
            case Code.Churn:
                Churn(heap, (int)step.Imm, step.B);
                break;
            case Code.Pressure:
                Fill(heap.AllocData((int)step.Imm), (int)step.Imm);
                break;
            case Code.Bind:
                session.Bind((int)step.Imm, lowered.LocalTypes[(int)step.Imm], SlotOf(step.Shape, step.A));
                break;
            case Code.Drop:
                session.Drop((int)step.Imm);
                break;
            case Code.Observe:
                session.Observe((int)step.Imm, lowered.ObservedTypes[(int)step.Imm]!, SlotOf(step.Shape, step.A));
                break;
            case Code.Begin:
                session.Begin((int)step.Imm);
                break;
            case Code.End or Code.Try or Code.EndTry or Code.Frame or Code.TailFrame or Code.EndFrame:
                break;
            default:
                throw new UnreachableException($"the driven lane cannot do {step.Code}");
        }
    }

    /// <summary>Calls a closure at a place; where it goes on. One without a body returns at once.</summary>
    public int Apply(in Instruction step, int place)
    {
        var closure = Pointer(step.B);
        var index = GuestBytes.Word(session.Heap.Memory, closure);
        var layout = lowered.Closures.Of(lowered.Closures.TypeOf((int)step.Imm), index, closure);
        if (lowered.Functions[(int)index] is { } code)
        {
            return Calls.Enter(code, place, step, registers);
        }

        Load(new(Code.Load, step.Shape, step.A, step.B, -1, -1, layout.Offsets[0]));
        return place;
    }

    /// <summary>A function returns; the place of its call.</summary>
    public int Return(in Instruction step) => Calls.Return(step, registers);

    /// <summary>What a register holds, as an address or another word.</summary>
    public uint Pointer(int register) => unchecked((uint)registers[register]);

    private int SizeOf(in Instruction allocation) =>
        allocation.B < 0 ? (int)allocation.Imm : (int)registers[allocation.B];

    /// <summary>Where a slot lies in a block: at an offset, or as an item of it.</summary>
    private uint PlaceIn(int block, in Instruction step) => step.C < 0
        ? AddressIn(block, step.Imm)
        : unchecked(Pointer(block) + (Pointer(step.C) * (uint)step.Shape.ElementBytes()));

    /// <summary>An address as WASM computes it: a pointer near 2^32 does not wrap around.</summary>
    private uint AddressIn(int register, long offset)
    {
        var address = Pointer(register) + offset;
        return address <= uint.MaxValue
            ? (uint)address
            : throw new GuestFault(
                TrapReason.OutsideMemory, $"offset {offset} from 0x{Pointer(register):X} lies beyond 4 GiB",
                Pointer(register));
    }

    private Slot SlotOf(SlotShape kind, int register) => kind.IsPair()
        ? new(registers[register], unchecked((int)registers[register + 1]))
        : new(registers[register]);

    private Slot Argument(HostImport import, int place, int register) =>
        place < import.Parameters.Count ? SlotOf(import.Parameters[place], register) : default;

    private void CallHost(in Instruction step)
    {
        HostCalls++;
        var import = lowered.Imports[(int)step.Imm];
        var (collections, limit) = (session.Heap.Collections, session.Heap.Limit);
        var result = session.Host.Invoke(
            import, Argument(import, 0, step.A), Argument(import, 1, step.B), Argument(import, 2, step.C));
        HostFeatures.Returned(session.Heap, import.Function, collections, limit);
        if (step.D < 0)
        {
            return;
        }

        registers[step.D] = result.Bits;
        if (step.Shape.IsPair())
        {
            registers[step.D + 1] = result.Length;
        }
    }

    private void Store(in Instruction step)
    {
        var memory = session.Heap.Memory;
        var address = PlaceIn(step.A, step);
        switch (step.Shape)
        {
            case SlotShape.I32:
                GuestBytes.SetWord(memory, address, Pointer(step.B));
                break;
            case SlotShape.Text or SlotShape.Items:
                GuestBytes.SetWord(memory, address, Pointer(step.B));
                GuestBytes.SetWord(memory, address + 4, Pointer(step.B + 1));
                break;
            case SlotShape.Byte:
                GuestBytes.Bytes(memory, address, 1)[0] = unchecked((byte)registers[step.B]);
                break;
            default:
                GuestBytes.SetLong(memory, address, registers[step.B]);
                break;
        }
    }

    private void Load(in Instruction step)
    {
        ReadOnlySpan<byte> memory = session.Heap.Memory;
        var address = PlaceIn(step.B, step);
        registers[step.A] = step.Shape switch
        {
            SlotShape.I32 or SlotShape.Text or SlotShape.Items => GuestBytes.Word(memory, address),
            SlotShape.Byte => GuestBytes.Bytes(memory, address, 1)[0],
            _ => GuestBytes.Long(memory, address),
        };
        if (step.Shape.IsPair())
        {
            registers[step.A + 1] = GuestBytes.Word(memory, address + 4);
        }
    }

    private void Narrow(in Instruction step)
    {
        var (wide, length) = (Pointer(step.B), (int)registers[step.B + 1]);
        (registers[step.A], registers[step.A + 1]) = (0, length);
        if (length == 0)
        {
            return;
        }

        var heap = session.Heap;
        var saved = heap.ShadowPointer;
        heap.Push(unchecked((int)wide));
        var narrow = heap.AllocData(length);
        heap.ShadowPointer = saved;
        var memory = heap.Memory;
        for (var i = 0; i < length; i++)
        {
            GuestBytes.Bytes(memory, (uint)(narrow + i), 1)[0] =
                unchecked((byte)GuestBytes.Word(memory, wide + (uint)(4 * i)));
        }

        registers[step.A] = narrow;
    }

    /// <summary>One call for all blocks, unless each is watched.</summary>
    private void Churn(HeapInstance heap, int count, int bytes)
    {
        if (heap.Watcher is null)
        {
            heap.Churn(count, bytes);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Fill(heap.Alloc(bytes), bytes);
        }
    }

    private void Fill(int block, int bytes) =>
        GuestBytes.Bytes(session.Heap.Memory, (uint)block, bytes).Fill(Filler);
}
