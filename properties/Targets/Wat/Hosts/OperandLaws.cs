using Vera.GcStress.Heaps;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Hosts;

/// <summary>Operations end, whatever they are given.</summary>
public sealed class OperandLaws
{
    private const int QuoteTag = 3;

    /// <summary>Each searches or writes all of a document.</summary>
    public static TheoryData<string> Operations =>
        ["md_has_heading({0}, 1)", "md_render({0})", "md_has_code_block({0}, \"\")"];

    /// <summary>Sixty blocks, each twice in the next one: as a tree it has no end to speak of.</summary>
    [Theory, MemberData(nameof(Operations))]
    public void What_shares_its_parts_is_read_so_far_and_no_further_by_the_model(string operation)
    {
        ModelValue block = new ModelValue.Construct(VeraType.MdBlock, QuoteTag, [ModelValue.Array.Of([])]);
        for (var level = 0; level < 60; level++)
        {
            block = new ModelValue.Construct(VeraType.MdBlock, QuoteTag, [ModelValue.Array.Of([block, block])]);
        }

        var node = Node(operation);
        ModelValue[] operands = [block, new ModelValue.Scalar(1)];
        if (node.Operands is [_, { Type.Kind: TypeKind.String }])
        {
            operands[1] = new ModelValue.Text("");
        }

        Assert.Throws<ModelLimitException>(() =>
            ModelPlain.Apply(node.Operation, node.Type, operands.AsSpan(0, node.Operands.Length)));
    }

    /// <summary>A block of broken memory that quotes itself.</summary>
    [Theory, MemberData(nameof(Operations))]
    public void What_lies_within_itself_is_a_fault_of_the_guest(string operation)
    {
        using var guest = new GuestContainers(RuntimeKind.Container, CollectorKind.Hardened);
        guest.Start(new CollectionSchedule.Natural());
        var quote = (uint)guest.Heap.Alloc(12);
        guest.Hold(quote);
        var items = (uint)guest.Heap.Alloc(4);
        GuestBytes.SetWord(guest.Heap.Memory, items, quote);
        GuestBytes.SetWord(guest.Heap.Memory, quote, QuoteTag);
        GuestBytes.SetWord(guest.Heap.Memory, quote + 4, items);
        GuestBytes.SetWord(guest.Heap.Memory, quote + 8, 1);
        var import = HostImport.Computing(Node(operation));
        var fault = Assert.Throws<GuestFault>(() => guest.Host.Invoke(import, new(quote), default, default));
        Assert.Contains("more than", fault.Message, StringComparison.Ordinal);
    }

    private static Expr.Builtin Node(string operation)
    {
        var text = $"observe {operation.Replace("{0}", "(MdBlockQuote([]) : MdBlock)", StringComparison.Ordinal)}\n";
        return Assert.IsType<Expr.Builtin>(Assert.Single(CaseText.Parse(text).Ops).Operand);
    }
}
