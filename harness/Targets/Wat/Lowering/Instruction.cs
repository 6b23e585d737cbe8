using System.Runtime.InteropServices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>What one instruction of a lowered case does. Registers are numbered; a pair takes two in a row.</summary>
internal enum Code : byte
{
    /// <summary>A := Imm.</summary>
    Const,

    /// <summary>A := B, one register or a pair.</summary>
    Move,

    /// <summary>A := a scanned block of Imm bytes or, with B, as many as that register says.</summary>
    Alloc,

    /// <summary>The same, but pointer-free.</summary>
    AllocData,

    /// <summary>The bytes of text number Imm are copied to the block A.</summary>
    Bytes,

    /// <summary>The slot B goes to block A at offset Imm or, with C, as item number C.</summary>
    Store,

    /// <summary>A := the slot at offset Imm of block B or, with C, item number C.</summary>
    Load,

    /// <summary>A, an address, goes on the shadow stack.</summary>
    Push,

    /// <summary>A := gc_sp.</summary>
    Enter,

    /// <summary>gc_sp := A.</summary>
    Leave,

    /// <summary>The shadow-stack slot that A was pushed to as first root gets the address B (the State cell).</summary>
    SetRoot,

    /// <summary>A, B, C are arguments of import number Imm; the result, if there is one, goes to D.</summary>
    Host,

    /// <summary>register_wrapper(A, Imm, B).</summary>
    Register,

    /// <summary>A := B with bit 31 set, or (Imm = 1) with bit 31 cleared.</summary>
    Tag,

    /// <summary>A pair A := the array B of 4-byte items, narrowed to one byte an item.</summary>
    Narrow,

    /// <summary>A := what the closure B gives for the number C. Imm is a table index of its type.</summary>
    Apply,

    /// <summary>The body of the functions with table index Imm stands here: it is carried out where they are applied.
    /// </summary>
    Function,

    /// <summary>The body of the functions with table index Imm ends; its result is A.</summary>
    EndFunction,

    /// <summary>The instructions up to Else or End are for a condition A that holds.</summary>
    If,

    /// <summary>The instructions up to Else or End are for block A with tag Imm.</summary>
    IfTag,

    /// <summary>The instructions up to Else or End are for an array of length register A that is above Imm.</summary>
    IfLonger,

    Else,
    End,

    /// <summary>The instructions up to EndTurns are for each A from 0 on that is below register B and Imm.</summary>
    Turns,

    /// <summary>The next turn of the loop that begins at instruction Imm and has A and B, if there is one.</summary>
    EndTurns,

    /// <summary>A := A + 1.</summary>
    Next,

    /// <summary>A := the number of a turn, B, as a slot of another shape; of an I32 the bits of Imm.</summary>
    Turn,

    /// <summary>A := how many decimal digits the number of a turn has, B.</summary>
    DigitCount,

    /// <summary>The digits of the number B, C of them, go to the block A.</summary>
    Digits,

    /// <summary>The body of handler number Imm begins; it ends at its Catch.</summary>
    Try,

    /// <summary>The handler, up to its EndTry: whoever comes from the body goes on behind that.</summary>
    Catch,
    EndTry,

    /// <summary>Goes on behind the Catch of handler number Imm.</summary>
    Throw,

    /// <summary>The program ends here, in a trap: what was to hold does not.</summary>
    Fail,

    /// <summary>Imm blocks of B bytes, each filled and dropped.</summary>
    Churn,

    /// <summary>One pointer-free block of Imm bytes, filled and dropped.</summary>
    Pressure,

    /// <summary>Local Imm is bound to A.</summary>
    Bind,

    /// <summary>All locals from Imm on leave scope; with B = 1 they come back when the frame returns.</summary>
    Drop,

    /// <summary>What A holds is observed by op Imm.</summary>
    Observe,

    /// <summary>Op Imm begins.</summary>
    Begin,

    /// <summary>Op Imm has ended.</summary>
    Done,

    /// <summary>A callee's frame opens; Imm is its number.</summary>
    Frame,

    /// <summary>The frame's function ends in a tail call of the function that follows.</summary>
    TailFrame,

    /// <summary>The frame closes; its result is A.</summary>
    EndFrame,
}

/// <summary>One instruction. See <see cref="Code"/> for what the operands mean.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(
    Code Code, SlotShape Shape, int A, int B, int C, int D, long Imm);
