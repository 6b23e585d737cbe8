using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Why a value goes on the shadow stack: where it stands in the program.</summary>
public enum RootPlace
{
    /// <summary>A let binds it.</summary>
    Let,

    /// <summary>A match arm binds it.</summary>
    Match,

    /// <summary>A destructuring let binds it.</summary>
    Destructure,

    /// <summary>A tail call passes it on.</summary>
    Argument,

    /// <summary>It was read, and more of its expression is still to be evaluated.</summary>
    Operand,

    /// <summary>It was read, and a closure is about to capture it.</summary>
    Capture,

    /// <summary>A function that is applied captured it.</summary>
    Captured,

    /// <summary>A block within an expression binds it.</summary>
    Block,

    /// <summary>An arm within an expression binds it.</summary>
    Arm,

    /// <summary>A recursion is given it.</summary>
    Parameter,

    /// <summary>The second of two functions that call each other is given it.</summary>
    Partner,

    /// <summary>A function is given it that checks what it requires.</summary>
    Checked,

    /// <summary>A function is about to return it, and still checks what it promised.</summary>
    Promised,

    /// <summary>The same, and its type has an alias.</summary>
    PromisedAlias,

    /// <summary>A generic function is given it.</summary>
    Generic,

    /// <summary>A function is given it that knows its type by an alias.</summary>
    Aliased,

    /// <summary>A handler caught it.</summary>
    Caught,

    /// <summary>The same, and its type has an alias.</summary>
    CaughtAlias,

    /// <summary>A State cell within an expression holds it.</summary>
    Cell,

    /// <summary>A function is applied to it, an item of an array.</summary>
    Item,

    /// <summary>The array of what a function gives, its items still to come.</summary>
    Mapped,

    /// <summary>What a function has made of the items so far.</summary>
    Reduced,

    /// <summary>The array of the items that a function holds for, all of them still to come.</summary>
    Kept,

    /// <summary>The array whose items are being sorted.</summary>
    Sorted,

    /// <summary>The key of an item, while the one of another is made.</summary>
    Compared,

    /// <summary>A callee returned it.</summary>
    Result,

    /// <summary>A string's new block.</summary>
    Text,

    /// <summary>The same, about to be given to the program.</summary>
    Given,

    /// <summary>The same, about to be parsed.</summary>
    Input,

    /// <summary>A constructor's new block, its fields still to come.</summary>
    Construct,

    /// <summary>An array literal's new block, its items still to come.</summary>
    Array,

    /// <summary>A closure's new block, its captures in it.</summary>
    Closure,

    /// <summary>A new wrapper around a handle.</summary>
    Wrapper,

    /// <summary>A container that an import returned.</summary>
    Container,

    /// <summary>What a turn of a fold has made.</summary>
    Turn,
}

/// <summary>
/// What is on the shadow stack and when: every heap value that is live across a possible allocation, until its frame
/// ends.
/// </summary>
/// <remarks>
/// Sound as it stands: it pushes wherever it is told that there is something to push. Whoever overrides a member
/// plants a bug.
/// </remarks>
internal class Rooting(LoweredCase lowered)
{
    /// <summary>The case that is being lowered.</summary>
    protected LoweredCase Lowered => lowered;

    /// <summary>The registers with the shadow pointers that open frames were entered with, newest first.</summary>
    protected Stack<int> Frames { get; } = new();

    /// <summary>Pushes a value if its type is one of the heap.</summary>
    public void Keep(RootPlace place, int register, VeraType type)
    {
        if (type.IsHeap)
        {
            Push(place, register, type.Passed);
        }
    }

    /// <summary>Pushes what a function is given that knows its type by another name.</summary>
    public virtual void Passed(Expr.Passed call, int register, VeraType type) =>
        Keep(call.By == Naming.Generic ? RootPlace.Generic : RootPlace.Aliased, register, type);

    /// <summary>Pushes an address: a block's, or that of a pair.</summary>
    public void Push(RootPlace place, int register, SlotShape kind = SlotShape.I32)
    {
        lowered.RootAsks.Add(lowered.Instructions.Count, register, place);
        PushAsked(place, register, kind);
    }

    /// <summary>What was asked for is done.</summary>
    protected virtual void PushAsked(RootPlace place, int register, SlotShape kind) =>
        lowered.Add(Code.Push, register);

    /// <summary>A block that was pushed when it was made has all its parts now.</summary>
    public virtual void Built(RootPlace place, int block)
    {
    }

    /// <summary>The State cell's root, which is never popped, gets what was put there.</summary>
    public virtual void Put(int slot, int register) => lowered.Add(Code.SetRoot, slot, register);

    /// <summary>The root of a cell within an expression, whose type may have an alias, gets what was stored there.
    /// </summary>
    public virtual void Store(int slot, int register, bool isNamed) => lowered.Add(Code.SetRoot, slot, register);

    /// <summary>A new register with the shadow pointer.</summary>
    public int Enter()
    {
        var saved = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Enter, saved);
        return saved;
    }

    /// <summary>A callee is done: what it pushed is popped.</summary>
    public virtual void Leave(int saved) => lowered.Add(Code.Leave, saved);

    /// <summary>A function begins; the first is the program itself.</summary>
    public virtual void OpenFrame() => Frames.Push(Enter());

    /// <summary>The newest function returns.</summary>
    public virtual void CloseFrame() => Leave(Frames.Pop());

    /// <summary>The newest function ends in a tail call: its roots go, the arguments come back.</summary>
    public virtual void UnwindFrame() => lowered.Add(Code.Leave, Frames.Peek());

    /// <summary>The body of a function that may be applied anywhere begins; the shadow pointer at its start.</summary>
    public virtual int OpenFunction() => Enter();

    /// <summary>It returns: what it pushed is popped.</summary>
    public virtual void CloseFunction(int saved) => Leave(saved);

    /// <summary>A new case: no function is open.</summary>
    public virtual void Clear() => Frames.Clear();

    /// <summary>An arm begins, which may be carried out or not.</summary>
    public virtual void BeginArm()
    {
    }

    /// <summary>The arm has its value.</summary>
    public virtual void EndArm()
    {
    }

    /// <summary>A value was thrown, and a handler takes over: what was pushed since its body began is popped.</summary>
    public virtual void Catch(int saved) => lowered.Add(Code.Leave, saved);

    /// <summary>A fold begins; the shadow pointer that each of its turns starts with.</summary>
    public virtual int BeginTurns() => Enter();

    /// <summary>A turn leaves nothing on the shadow stack but what it has made.</summary>
    public virtual void EndTurn(int saved, int made)
    {
        lowered.Add(Code.Leave, saved);
        Push(RootPlace.Turn, made);
    }

    /// <summary>A fold is done.</summary>
    public virtual void EndTurns(int made)
    {
    }
}
