using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>
/// A case as instructions: what both ways of running it carry out, so that they allocate, root and collect alike.
/// </summary>
/// <remarks>Reused from case to case: the hot lane lowers thousands a second.</remarks>
internal sealed class LoweredCase
{
    private readonly Dictionary<HostImport, int> importNumbers = [];
    private readonly List<(int Start, int Length)> texts = [];
    private byte[] textBytes = new byte[256];
    private int textLength;

    public List<Instruction> Instructions { get; } = [];

    /// <summary>The type of each register. A pair is two I32 in a row.</summary>
    public List<SlotShape> Registers { get; } = [];

    /// <summary>Registers that keep their value across frames: those of the State cell.</summary>
    public HashSet<int> GlobalRegisters { get; } = [];

    public List<HostImport> Imports { get; } = [];

    /// <summary>How closures lie in memory, by their table index: one for those of a type without a body.</summary>
    public ClosureLayouts Closures { get; } = new();

    /// <summary>The bodies of functions, by their table index; null for closures without a body.</summary>
    public List<FunctionCode?> Functions { get; } = [];

    /// <summary>What is to be a root.</summary>
    public RootAsks RootAsks { get; } = new();

    /// <summary>The type of each local.</summary>
    public List<VeraType> LocalTypes { get; } = [];

    /// <summary>The type that each op observes; only observe ops have one.</summary>
    public List<VeraType?> ObservedTypes { get; } = [];

    /// <summary>How many handlers there are; each has a number.</summary>
    public int Tries { get; set; }

    public int Texts => texts.Count;

    public void Clear()
    {
        Instructions.Clear();
        Registers.Clear();
        GlobalRegisters.Clear();
        RootAsks.Clear();
        Imports.Clear();
        importNumbers.Clear();
        Closures.Clear();
        Functions.Clear();
        LocalTypes.Clear();
        ObservedTypes.Clear();
        texts.Clear();
        (textLength, Tries) = (0, 0);
    }

    public void Add(Code code, int a = -1, int b = -1, int c = -1, int d = -1, long imm = 0,
        SlotShape kind = SlotShape.None) =>
        Instructions.Add(new(code, kind, a, b, c, d, imm));

    /// <summary>A new register with a value in it.</summary>
    public int Constant(SlotShape kind, long value)
    {
        var register = Register(kind);
        Add(Code.Const, register, imm: value, kind: kind);
        return register;
    }

    /// <summary>A constant word goes to a block.</summary>
    public void StoreWord(int block, int offset, long word) =>
        Add(Code.Store, block, Constant(SlotShape.I32, word), imm: offset, kind: SlotShape.I32);

    /// <summary>Calls an import; its result goes to a register of its own.</summary>
    public int CallHost(HostImport import, SlotShape result, int a = -1, int b = -1, int c = -1)
    {
        var register = Register(result);
        Add(Code.Host, a, b, c, register, ImportNumber(import), result);
        return register;
    }

    /// <summary>Calls an import that returns nothing.</summary>
    public void Ask(HostImport import, int a, int b = -1, int c = -1) =>
        Add(Code.Host, a, b, c, imm: ImportNumber(import));

    /// <summary>
    /// A loop over the first items of an array of this length; gives the register with the number of its turn.
    /// </summary>
    public int BeginTurns(int length, int most)
    {
        var turn = Register(SlotShape.I32);
        Add(Code.Turns, turn, length, imm: most);
        return turn;
    }

    /// <summary>The loop that counts in this register ends.</summary>
    public void EndTurns(int turn)
    {
        var begin = Instructions.FindLastIndex(step => step.Code == Code.Turns && step.A == turn);
        Add(Code.EndTurns, turn, Instructions[begin].B, imm: begin);
    }

    /// <summary>A new register; a pair's number is that of its pointer.</summary>
    public int Register(SlotShape kind)
    {
        var number = Registers.Count;
        if (kind.IsPair())
        {
            Registers.Add(SlotShape.I32);
            Registers.Add(SlotShape.I32);
        }
        else
        {
            Registers.Add(kind);
        }

        return number;
    }

    public int ImportNumber(HostImport import)
    {
        if (!importNumbers.TryGetValue(import, out var number))
        {
            number = Imports.Count;
            importNumbers.Add(import, number);
            Imports.Add(import);
        }

        return number;
    }

    /// <summary>The table index of closures of a type without a body; it stands for the type of all.</summary>
    public int ClosureNumber(VeraType closure)
    {
        for (var number = 0; number < Closures.Count; number++)
        {
            if (Closures.TypeOf(number) == closure && Functions[number] is null)
            {
                return number;
            }
        }

        return AddClosure(closure, [], null);
    }

    /// <summary>A new table index, for functions that one expression makes.</summary>
    public int AddFunction(VeraType closure, ImmutableArray<VeraType> captured) =>
        AddClosure(closure, captured, FunctionCode.Unknown);

    private int AddClosure(VeraType closure, ImmutableArray<VeraType> captured, FunctionCode? code)
    {
        Closures.Add(closure, captured);
        Functions.Add(code);
        return Closures.Count - 1;
    }

    /// <summary>Keeps a text; gives its number.</summary>
    public int AddText(string text)
    {
        var bytesMax = checked(textLength + Encoding.UTF8.GetMaxByteCount(text.Length));
        if (textBytes.Length < bytesMax)
        {
            Array.Resize(ref textBytes, bytesMax * 2);
        }

        var length = Encoding.UTF8.GetBytes(text, textBytes.AsSpan(textLength));
        texts.Add((textLength, length));
        textLength += length;
        return texts.Count - 1;
    }

    /// <summary>The UTF-8 bytes of a text.</summary>
    public ReadOnlySpan<byte> Text(int number) =>
        textBytes.AsSpan(texts[number].Start, texts[number].Length);
}
