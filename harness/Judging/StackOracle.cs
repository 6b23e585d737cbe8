using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that the shadow stack is the program's alone: a collection leaves the shadow pointer where it was, and the
/// word in each slot below it.
/// </summary>
/// <remarks>
/// A root that a collection takes away, or turns into another word, is one that the next collection misses: the block
/// is lost an op or a thousand allocations later, if the program still wants it then. A pointer that is moved may never
/// show, for where the host is the mutator it hands its own over with every call. Slots that found no room on the stack
/// count as those on it do.
/// </remarks>
internal sealed class StackOracle : Oracle
{
    private byte[] before = [];
    private int length = -1;

    public override OracleName Name => OracleName.Stack;

    public override void Begin(StressCase stressCase, Execution expected) => length = -1;

    public override void Collecting(in HeapView heap)
    {
        length = BytesOf(heap);
        if (before.Length < length)
        {
            before = new byte[Math.Max(length, before.Length * 2)];
        }

        heap.Roots.CopyTo(before);
        heap.SpilledRoots.CopyTo(before.AsSpan(heap.Roots.Length));
    }

    public override Verdict.Fail? Collected(int op, in HeapView heap) => length >= 0 && Flaw(heap) is { } evidence
        ? Fail(op, new Evidence.InCollection(heap.Collection, heap.Allocation, evidence))
        : null;

    private Evidence? Flaw(in HeapView heap)
    {
        if (BytesOf(heap) is var now && now != length)
        {
            return new Evidence.ShadowPointerMoved(length, now);
        }

        var onStack = heap.Roots.Length;
        return Changed(before.AsSpan(0, onStack), heap.Roots, 0)
            ?? Changed(before.AsSpan(onStack, length - onStack), heap.SpilledRoots, onStack / sizeof(uint));
    }

    /// <summary>The first of these slots with another word, or null; a part of a word is no slot.</summary>
    private static Evidence.RootChanged? Changed(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, int first)
    {
        var was = MemoryMarshal.Cast<byte, uint>(old);
        var word = MemoryMarshal.Cast<byte, uint>(now);
        var at = was.CommonPrefixLength(word);
        return at < word.Length ? new(first + at, was[at], word[at]) : null;
    }

    private static int BytesOf(in HeapView heap) => heap.Roots.Length + heap.SpilledRoots.Length;
}
