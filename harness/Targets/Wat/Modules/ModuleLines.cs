using System.Text;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;
using static Vera.GcStress.Targets.Wat.Modules.WatText;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>The lines of a module so far, and how its registers are written.</summary>
internal sealed class ModuleLines(LoweredCase lowered)
{
    private readonly StringBuilder text = new();

    /// <summary>How deep the next line is indented.</summary>
    public int Depth { get; set; } = 1;

    public override string ToString() => text.ToString();

    /// <summary>A line, and what is inside of what it opens.</summary>
    public void Open(string line)
    {
        Line(line);
        Depth++;
    }

    public void Line(string line) => text.Append(' ', Depth * 2).Append(line).Append('\n');

    /// <summary>Pops what a call left on the stack.</summary>
    public void SetFromStack(int register, SlotShape kind)
    {
        if (kind.IsPair())
        {
            Line(SetTop(register + 1));
        }

        Line(SetTop(register));
    }

    private string SetTop(int register) => $"({Scope(register)}.set $r{register})";

    public string Set(int register, string value) => $"({Scope(register)}.set $r{register} {value})";

    public string Get(int register) => $"({Scope(register)}.get $r{register})";

    public string Get(int register, SlotShape kind) =>
        kind.IsPair() ? $"{Get(register)} {Get(register + 1)}" : Get(register);

    private string Scope(int register) => lowered.GlobalRegisters.Contains(register) ? "global" : "local";

    public string TypeOf(int register) => WasmOf(lowered.Registers[register]);
}
