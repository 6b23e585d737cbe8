using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>
/// One function of the compiled module: the instructions of a frame up to its end or its tail call, with the calls of
/// the frames inside it.
/// </summary>
/// <remarks>
/// A function that is a value is one too, of its closure and the number that it is given: the table calls it. Every
/// register is set in one function only, so whatever a function reads and does not set is a parameter.
/// </remarks>
internal sealed class GuestFunction
{
    private readonly SortedSet<int> read = [];
    private readonly SortedSet<int> written = [];

    private GuestFunction(int number) => Number = number;

    public int Number { get; }

    /// <summary>Its table index, or -1.</summary>
    public int Index { get; private init; } = -1;

    /// <summary>Instructions and calls in order.</summary>
    public List<(Instruction Instruction, GuestFunction? Callee)> Body { get; } = [];

    /// <summary>The register that the function returns, or -1, and its kind.</summary>
    public (int Register, SlotShape Kind) Result { get; private set; } = (-1, SlotShape.None);

    public IReadOnlyCollection<int> Parameters { get; private set; } = [];

    /// <summary>Registers that the function sets and keeps to itself.</summary>
    public IReadOnlyCollection<int> Locals { get; private set; } = [];

    /// <summary>The case as functions: the first runs all.</summary>
    public static List<GuestFunction> Split(LoweredCase lowered)
    {
        var functions = new List<GuestFunction>();
        var at = 0;
        Read(lowered, ref at, functions, -1);
        return functions;
    }

    private static GuestFunction Read(LoweredCase lowered, ref int at, List<GuestFunction> functions, int index)
    {
        var function = new GuestFunction(functions.Count) { Index = index };
        functions.Add(function);
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        while (at < instructions.Length)
        {
            var instruction = instructions[at++];
            RegisterUse.Of(lowered, instruction, function.read, function.written);
            if (instruction.Code == Code.Function)
            {
                Read(lowered, ref at, functions, (int)instruction.Imm);
                continue;
            }

            if (instruction.Code is Code.EndFrame or Code.EndFunction)
            {
                function.Result = (instruction.A, instruction.Shape);
                break;
            }

            var callee = instruction.Code is Code.Frame or Code.TailFrame ? Read(lowered, ref at, functions, -1) : null;
            function.Body.Add((instruction, callee));
            function.read.UnionWith(callee?.Parameters ?? []);
            if (instruction.Code == Code.TailFrame)
            {
                function.Result = callee!.Result;
                break;
            }

            if (callee is not null)
            {
                RegisterUse.Add(function.written, callee.Result.Register, callee.Result.Kind);
            }
        }

        function.Settle(lowered);
        return function;
    }

    private void Settle(LoweredCase lowered)
    {
        read.ExceptWith(written);
        read.ExceptWith(lowered.GlobalRegisters);
        written.ExceptWith(lowered.GlobalRegisters);
        if (Index >= 0 && lowered.Functions[Index] is { } code)
        {
            read.UnionWith([code.Closure, code.Argument]);
        }

        (Parameters, Locals) = (read, written);
    }
}
