using System.Diagnostics;
using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <summary>
/// The hot lane: nothing is compiled per case; the instructions of the lowered case are carried out by calling the
/// heap's exports and writing to its memory.
/// </summary>
internal sealed class DrivenTarget : ITarget, IProgramState, IDisposable
{
    private readonly Lowerer lowerer;
    private readonly Action run;
    private readonly WatSessions sessions;
    private WatSession session;
    private DrivenSteps steps;
    private LoweredCase lowered = new();

    /// <summary>The place of the instruction that is being carried out.</summary>
    private int place;

    public DrivenTarget(WatOptions options, DocumentReader readDocument)
    {
        sessions = new(options, readDocument) { Program = this };
        session = sessions.Usual;
        steps = new(session);
        HeapStart = options.Layout.HeapStart;
        lowerer = new(HeapStart, session.Host.Containers.Shape, options.Parts.Rooting);
        run = Carry;
    }

    public int HeapStart { get; }

    /// <summary>The heap and its host, for those who want to break them.</summary>
    internal WatSession Session => session;

    /// <summary>What carries a case out, for those who want to change it before it runs.</summary>
    internal LoweredCase Lowered(StressCase stressCase) => lowerer.Lower(stressCase);

    RunSite IProgramState.Site
    {
        get
        {
            var step = lowered.Instructions[place];
            return step.Code == Code.Host
                ? new(lowered.Imports[(int)step.Imm].Name, "host call", steps.HostCalls)
                : new(null, StepName(step.Code), steps.HostCalls)
                {
                    Makes = step.Code is Code.Alloc or Code.AllocData ? BlockNames.Of(lowered, place) : null,
                };
        }
    }

    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        if (sessions.For(stressCase) is var other && other != session)
        {
            (session, steps) = (other, new(other));
        }

        lowered = lowerer.Lower(stressCase);
        place = 0;
        steps.Start(lowered);
        session.Start(stressCase, watcher, lowered.Closures);
        return session.Finish(run);
    }

    public void Dispose() => sessions.Dispose();

    void IProgramState.Temporaries(List<HeldWord> into)
    {
        var needed = steps.Calls.Places.Prepend(place).SelectMany(at => Liveness.Needed(lowered, at));
        foreach (var register in needed.Distinct())
        {
            if (lowered.Registers[register] == SlotShape.I32)
            {
                var kind = lowered.GlobalRegisters.Contains(register) ? HolderKind.State : HolderKind.Temporary;
                var asked = kind == HolderKind.Temporary ? AskedFor(register) : null;
                into.Add(new(kind, register, steps.Pointer(register))
                {
                    RootedAs = asked is { Place: var root } ? RootPlaceText.Of(root) : null,
                    WasPushed = asked is { IsPushed: true },
                });
            }
        }
    }

    bool IProgramState.WasPushed(int local)
    {
        var instructions = lowered.Instructions;
        var bound = instructions.FindLastIndex(place, place + 1, i => i.Code == Code.Bind && i.Imm == local);
        return bound >= 0 && AskedFor(instructions[bound].A) is { IsPushed: true };
    }

    /// <summary>As what a register is to be a root; if it is not, as what one with the same address is.</summary>
    private (RootPlace Place, bool IsPushed)? AskedFor(int register) =>
        AskedAs(other => other == register) ?? AskedAs(other => steps.Pointer(other) == steps.Pointer(register));

    private (RootPlace Place, bool IsPushed)? AskedAs(Func<int, bool> holds) =>
        lowered.RootAsks.Of(holds, place, lowered.Instructions, hasTurned: turn => steps.Pointer(turn) > 0);

    private static string StepName(Code code) => code switch
    {
        Code.Churn => "churn",
        Code.Pressure => "allocate",
        Code.Register => RunSite.Registration,
        _ => RunSite.Program,
    };

    private void Carry()
    {
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        var watched = true;
        for (var at = 0; at < instructions.Length && watched; at++)
        {
            ref readonly var instruction = ref instructions[at];
            place = at;
            switch (instruction.Code)
            {
                case Code.If:
                    at = steps.Pointer(instruction.A) != 0 ? at : Skip(instructions, at);
                    break;
                case Code.IfTag:
                    var tag = GuestBytes.Word(session.Heap.Memory, steps.Pointer(instruction.A));
                    at = tag == instruction.Imm ? at : Skip(instructions, at);
                    break;
                case Code.IfLonger:
                    at = unchecked((int)steps.Pointer(instruction.A)) > instruction.Imm ? at : Skip(instructions, at);
                    break;
                case Code.Turns:
                    at = steps.BeginsTurns(instruction) ? at : Skip(instructions, at);
                    break;
                case Code.EndTurns:
                    var loop = (int)instruction.Imm;
                    at = steps.TakesTurn(instructions[loop]) ? loop : at;
                    break;
                case Code.Else or Code.Catch:
                    at = Skip(instructions, at);
                    break;
                case Code.Throw:
                    at = HandlerOf(instructions, at);
                    break;
                case Code.Apply:
                    at = steps.Apply(instruction, at);
                    break;
                case Code.Function:
                    at = lowered.Functions[(int)instruction.Imm]!.End;
                    break;
                case Code.EndFunction:
                    at = steps.Return(instruction);
                    break;
                case Code.Done:
                    session.Done((int)instruction.Imm);
                    watched = !session.Stopped;
                    break;
                default:
                    steps.Step(instruction);
                    break;
            }
        }
    }

    /// <summary>The place of the Catch that a throw goes to: bodies stand before their handlers.</summary>
    private static int HandlerOf(ReadOnlySpan<Instruction> instructions, int at)
    {
        var number = instructions[at].Imm;
        do
        {
            at++;
        }
        while (instructions[at].Code != Code.Catch || instructions[at].Imm != number);
        return at;
    }

    /// <summary>The place of the Else, End or EndTurns that belongs to the branch at this place.</summary>
    private static int Skip(ReadOnlySpan<Instruction> instructions, int at)
    {
        var depth = 0;
        while (true)
        {
            at++;
            switch (instructions[at].Code)
            {
                case Code.If or Code.IfTag or Code.IfLonger or Code.Turns or Code.Try:
                    depth++;
                    break;
                case Code.Else when depth == 0:
                    return at;
                case Code.End or Code.EndTurns or Code.EndTry when depth-- == 0:
                    return at;
            }
        }
    }
}
