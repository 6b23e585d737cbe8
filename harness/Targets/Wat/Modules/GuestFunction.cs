using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Modules;

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
    public (int Register, SlotShape Kind) Result { get; private set; } = (-1, SlotShape.None);

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
            RegisterUse.Of(lowered, instruction, function.read, function.written);
            if (instruction.Code == Code.EndFrame)
            {
                function.Result = (instruction.A, instruction.Shape);
                break;
            }

            var callee = instruction.Code is Code.Frame or Code.TailFrame ? Read(lowered, ref at, functions) : null;
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
        (Parameters, Locals) = (read, written);
    }
}
