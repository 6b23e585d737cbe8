using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>A bucket in guest memory, as Vera's host decodes it: hostile until checked.</summary>
/// <remarks>
/// {capacity, count}, then slots of 20 bytes {occupied, key, value} with 8 bytes for a key and 8 for a value. Slots
/// that are not occupied are passed over, and nothing is read after as many entries as the header counts.
/// </remarks>
internal readonly ref struct BucketView
{
    public const int HeaderBytes = 8;
    public const int SlotBytes = 20;
    public const int KeyOffset = 4;
    public const int ValueOffset = 12;
    private const int CapacityMin = 8;

    private readonly ReadOnlySpan<byte> slots;

    /// <summary>The bucket of a wrapper; address 0 is an empty one.</summary>
    public BucketView(ReadOnlySpan<byte> memory, uint bucket)
    {
        if (bucket == 0)
        {
            return;
        }

        var capacity = GuestBytes.Word(memory, bucket);
        var count = GuestBytes.Word(memory, bucket + 4);
        if (capacity > memory.Length / SlotBytes || count > capacity)
        {
            throw new GuestFault(
                TrapReason.BadBlock, $"the bucket at 0x{bucket:X} claims {count} entries in {capacity} slots", bucket);
        }

        Count = (int)count;
        slots = GuestBytes.Bytes(memory, bucket + HeaderBytes, (int)capacity * SlotBytes);
    }

    public int Count { get; }

    /// <summary>Bytes of a bucket with this number of slots.</summary>
    public static int BytesFor(int capacity) => checked(HeaderBytes + (capacity * SlotBytes));

    /// <summary>The smallest power of two of at least 8 and at least twice the count.</summary>
    public static int CapacityFor(int count)
    {
        var capacity = CapacityMin;
        while (capacity < 2L * count)
        {
            capacity = checked(capacity * 2);
        }

        return capacity;
    }

    public Enumerator GetEnumerator() => new(slots, Count);

    /// <summary>From entry to entry: the 20 bytes of each.</summary>
    public ref struct Enumerator(ReadOnlySpan<byte> slots, int left)
    {
        private ReadOnlySpan<byte> rest = slots;
        private int left = left;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            while (left > 0 && rest.Length >= SlotBytes)
            {
                Current = rest[..SlotBytes];
                rest = rest[SlotBytes..];
                if (GuestBytes.Word(Current, 0) != 0)
                {
                    left--;
                    return true;
                }
            }

            return false;
        }
    }
}
