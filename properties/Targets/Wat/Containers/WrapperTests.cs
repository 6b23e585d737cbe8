using System.Buffers.Binary;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

public class WrapperTests
{
    [Fact]
    public void A_wrapper_is_only_what_its_tag_says()
    {
        var memory = new byte[64];
        for (var written = 0; written < 6; written++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan(16), (uint)Wrapper.TagOf(written));
            for (var asked = 0; asked < 6; asked++)
            {
                var thrown = Record.Exception(() => Wrapper.CheckTag(memory, 16, asked));
                Assert.Equal(written == asked, thrown is null);
                Assert.True(thrown is null or GuestFault);
            }
        }
    }
}
