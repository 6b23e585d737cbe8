namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>Builds what host functions return on the guest's heap, in the sizes and the order of Vera's host.</summary>
internal sealed class Results(Guest guest)
{
    /// <summary>Nothing to hold: None and the unit Ok.</summary>
    public uint Empty() => guest.Block(4, 0);

    /// <summary>Ok of a String is tag 0, Err and Some are tag 1.</summary>
    public uint OfText(int tag, string text)
    {
        var (pointer, length) = guest.NewText(text);
        return OfPair(tag, pointer, length);
    }

    public uint Error(string message) => OfText(1, message);

    /// <summary>A box of a String or an Array.</summary>
    public uint OfPair(int tag, uint pointer, int length)
    {
        using var guard = new ShadowGuard(guest, guest.Shape.BuildersRoot);
        guard.PushIfAny(pointer);
        return guest.Block(12, tag, pointer, length);
    }

    /// <summary>A box of an i32: a Bool, a Byte or the address of a value.</summary>
    public uint OfWord(int tag, uint word)
    {
        using var guard = new ShadowGuard(guest, guest.Shape.BuildersRoot);
        guard.PushIfAny(word);
        return guest.Block(8, tag, word);
    }

    /// <summary>A box of an i64 or an f64.</summary>
    public uint OfLong(int tag, long bits)
    {
        var box = guest.Block(16, tag);
        guest.SetLong(box + 8, bits);
        return box;
    }

    public uint OptionOf(char tag, HostValue value) => tag switch
    {
        's' => OfText(1, value.TextDue),
        'b' => OfWord(1, unchecked((uint)value.Bits)),
        _ => OfLong(1, value.Bits),
    };

    /// <summary>An array of one column; (0, 0) if it is empty.</summary>
    public void Array(char tag, IReadOnlyList<HostValue> items, Span<long> result)
    {
        if (tag == 's')
        {
            Texts([.. items.Select(i => i.TextDue)], result);
            return;
        }

        var stride = tag == 'b' ? 4 : 8;
        var block = items.Count == 0 ? 0 : guest.Alloc((long)items.Count * stride);
        for (var i = 0; i < items.Count; i++)
        {
            if (tag == 'b')
            {
                guest.SetWord(block + (4L * i), items[i].Bits);
            }
            else
            {
                guest.SetLong(block + (8L * i), items[i].Bits);
            }
        }

        (result[0], result[1]) = (block, items.Count);
    }

    public void Texts(IReadOnlyList<string> texts, Span<long> result)
    {
        (result[0], result[1]) = (0, texts.Count);
        if (texts.Count == 0)
        {
            return;
        }

        using var guard = new ShadowGuard(guest, guest.Shape.BuildersRoot);
        var block = guest.Alloc(8L * texts.Count);
        guard.Push(block);
        for (var i = 0; i < texts.Count; i++)
        {
            var (pointer, length) = guest.NewText(texts[i]);
            guest.SetWord(block + (8L * i), pointer);
            guest.SetWord(block + (8L * i) + 4, length);
        }

        result[0] = block;
    }

    public void Text(string text, Span<long> result)
    {
        var (pointer, length) = guest.NewText(text);
        (result[0], result[1]) = (pointer, length);
    }
}
