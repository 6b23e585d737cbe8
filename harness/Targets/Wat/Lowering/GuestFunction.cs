using System.Runtime.InteropServices;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>
/// One function of the compiled module: the instructions of a frame up to its end or its tail call, with the calls of
/// the frames inside it.
/// </summary>
/// <remarks>
/// Every register is set in one function only, so whatever a function reads and does not set is a parameter.
/// </remarks>
internal sealed class GuestFunction
{
    private readonly SortedSet<int> read = [];
    private readonly SortedSet<int> written = [];

    private GuestFunction(int number) => Number = number;

    public int Number { get; }

    /// <summary>Instructions and calls in order.</summary>
    public List<(Instruction Instruction, GuestFunction? Callee)> Body { get; } = [];

    /// <summary>The register that the function returns, or -1, and its kind.</summary>
    public (int Register, SlotKind Kind) Result { get; private set; } = (-1, SlotKind.None);

    public IReadOnlyCollection<int> Parameters { get; private set; } = [];

    /// <summary>Registers that the function sets and keeps to itself.</summary>
    public IReadOnlyCollection<int> Locals { get; private set; } = [];

    /// <summary>The case as functions: the first runs all.</summary>
    public static List<GuestFunction> Split(LoweredCase lowered)
    {
        var functions = new List<GuestFunction>();
        var at = 0;
        Read(lowered, ref at, functions);
        return functions;
    }

    private static GuestFunction Read(LoweredCase lowered, ref int at, List<GuestFunction> functions)
    {
        var function = new GuestFunction(functions.Count);
        functions.Add(function);
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        while (at < instructions.Length)
        {
            var instruction = instructions[at++];
            if (instruction.Code == Code.EndFrame)
            {
                function.Result = (instruction.A, instruction.Shape);
                function.Uses(instruction.A, instruction.Shape);
                break;
            }

            var callee = instruction.Code is Code.Frame or Code.TailFrame ? Read(lowered, ref at, functions) : null;
            function.Add(lowered, instruction, callee);
            if (instruction.Code == Code.TailFrame)
            {
                function.Result = callee!.Result;
                break;
            }
        }

        function.Settle(lowered);
        return function;
    }

    private void Add(LoweredCase lowered, Instruction step, GuestFunction? callee)
    {
        Body.Add((step, callee));
        if (callee is not null)
        {
            read.UnionWith(callee.Parameters);
            if (step.Code == Code.Frame)
            {
                Sets(callee.Result.Register, callee.Result.Kind);
            }

            return;
        }

        RegisterUse.Of(lowered, step, Uses, Sets);
    }

    private void Uses(int register, SlotKind kind) => Note(read, register, kind);

    private void Sets(int register, SlotKind kind) => Note(written, register, kind);

    private static void Note(SortedSet<int> set, int register, SlotKind kind)
    {
        set.Add(register);
        if (kind == SlotKind.Pair)
        {
            set.Add(register + 1);
        }
    }

    private void Settle(LoweredCase lowered)
    {
        read.ExceptWith(written);
        read.ExceptWith(lowered.GlobalRegisters);
        written.ExceptWith(lowered.GlobalRegisters);
        (Parameters, Locals) = (read, written);
    }
}

/// <summary>Which registers an instruction reads and sets.</summary>
internal static class RegisterUse
{
    public static void Of(
        LoweredCase lowered, in Instruction step, Action<int, SlotKind> uses, Action<int, SlotKind> sets)
    {
        var kind = step.Shape == SlotKind.Byte ? SlotKind.I32 : step.Shape;
        switch (step.Code)
        {
            case Code.Const or Code.Alloc or Code.AllocData or Code.Enter:
                sets(step.A, SlotKind.I32);
                break;
            case Code.Move:
                uses(step.B, kind);
                sets(step.A, kind);
                break;
            case Code.Store:
                uses(step.A, SlotKind.I32);
                uses(step.B, kind);
                break;
            case Code.Load or Code.Apply:
                uses(step.B, SlotKind.I32);
                sets(step.A, kind);
                break;
            case Code.Bytes or Code.Push or Code.Leave or Code.IfTag or Code.IfLonger:
                uses(step.A, SlotKind.I32);
                break;
            case Code.SetRoot or Code.Register:
                uses(step.A, SlotKind.I32);
                uses(step.B, SlotKind.I32);
                break;
            case Code.Tag:
                uses(step.B, SlotKind.I32);
                sets(step.A, SlotKind.I32);
                break;
            case Code.Narrow:
                uses(step.B, SlotKind.Pair);
                sets(step.A, SlotKind.Pair);
                break;
            case Code.Bind or Code.Observe:
                uses(step.A, kind);
                break;
            case Code.Host:
                var parameters = lowered.Imports[(int)step.Imm].Parameters;
                ReadOnlySpan<int> arguments = [step.A, step.B, step.C];
                for (var i = 0; i < parameters.Count; i++)
                {
                    uses(arguments[i], parameters[i] == Hosts.HostType.Pair ? SlotKind.Pair : SlotKind.I32);
                }

                if (step.D >= 0)
                {
                    sets(step.D, kind);
                }

                break;
        }
    }
}
