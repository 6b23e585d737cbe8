using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>
/// Checked access to linear memory: every address is hostile, a bad one is a <see cref="GuestFault"/>.
/// </summary>
internal static class GuestBytes
{
    public static uint Word(ReadOnlySpan<byte> memory, uint address) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Bytes(memory, address, 4));

    public static long Long(ReadOnlySpan<byte> memory, uint address) =>
        BinaryPrimitives.ReadInt64LittleEndian(Bytes(memory, address, 8));

    public static void SetWord(Span<byte> memory, uint address, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes(memory, address, 4), value);

    public static void SetLong(Span<byte> memory, uint address, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(Bytes(memory, address, 8), value);

    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> memory, uint address, int length)
    {
        Check(memory.Length, address, length);
        return memory.Slice((int)address, length);
    }

    public static Span<byte> Bytes(Span<byte> memory, uint address, int length)
    {
        Check(memory.Length, address, length);
        return memory.Slice((int)address, length);
    }

    /// <summary>A slot's value out of a column or field where it takes its field width.</summary>
    public static Slot Load(ReadOnlySpan<byte> memory, uint address, SlotShape tag) => tag switch
    {
        SlotShape.I64 or SlotShape.F64 => new(Long(memory, address)),
        SlotShape.I32 => new(Word(memory, address)),
        _ => new(Word(memory, address), unchecked((int)Word(memory, address + 4))),
    };

    public static void Store(Span<byte> memory, uint address, SlotShape tag, Slot value)
    {
        switch (tag)
        {
            case SlotShape.I64 or SlotShape.F64:
                SetLong(memory, address, value.Bits);
                break;
            case SlotShape.I32:
                SetWord(memory, address, value.Pointer);
                break;
            default:
                SetWord(memory, address, value.Pointer);
                SetWord(memory, address + 4, unchecked((uint)value.Length));
                break;
        }
    }

    /// <summary>Bytes of a slot where it stands in a column: a B takes one word, the others two.</summary>
    public static int Stride(SlotShape tag) => tag == SlotShape.I32 ? 4 : 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int memoryBytes, uint address, int length)
    {
        if (length < 0 || address > memoryBytes - (long)length)
        {
            Throw(memoryBytes, address, length);
        }
    }

    [DoesNotReturn]
    private static void Throw(int memoryBytes, uint address, int length) =>
        throw new GuestFault(
            TrapReason.OutsideMemory,
            $"{length} bytes at 0x{address:X} lie outside of memory (0x{memoryBytes:X} bytes)",
            address);
}
