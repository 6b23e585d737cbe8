using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Ordinary strings that look like addresses, because reused blocks are not cleared.</summary>
public class StaleLinkTests
{
    /// <summary>
    /// A reused block still holds its free-list link; a string of one letter replaces the lowest byte of it, and the
    /// whole is an address in the neighbourhood.
    /// </summary>
    [Theory]
    [InlineData(CollectorKind.Vera, 1u)]
    [InlineData(CollectorKind.Hardened, 0u)]
    public void A_letter_over_a_free_list_link_is_an_address_to_Veras_collector(CollectorKind collector, uint word)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector));
        var low = guest.Alloc(8, false);
        var data = guest.Alloc(256, false);
        guest.Push(data);
        var high = guest.Alloc(8, false);
        guest.Collect();
        Assert.Equal([high, low], guest.FreeList());

        // Over the last free block that is left, hardened finds no link.
        var text = guest.Alloc(1, true);
        Assert.Equal(high, text);
        GuestBytes.Bytes(guest.Instance.Memory, (uint)text, 1)[0] = (byte)'d';
        guest.Push(text);
        guest.Collect();
        Assert.Equal(word, guest.Read((low & ~0xFF) + 'd' - 4));
    }
}
