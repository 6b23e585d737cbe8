using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A compiled module that is edited to be looked at while it runs: compile once, edit and run often.</summary>
public sealed class InstrumentedModule
{
    private readonly ModuleText module;
    private readonly ModuleRoles roles;

    /// <param name="text">The module as Vera compiled it.</param>
    /// <param name="ours">What the identifiers of functions begin with that are not the program's; null: none.</param>
    /// <exception cref="ModuleException">The text is no module, or its collector is not recognised.</exception>
    public InstrumentedModule(string text, string? ours = null)
    {
        module = new(text);
        roles = new(module);
        Functions = [.. GuestFunction.All(module, roles).Where(function =>
            string.IsNullOrEmpty(ours) || !$"${function.Name}".StartsWith(ours, StringComparison.Ordinal))];
    }

    /// <summary>The program's functions, by the numbers that hooks are told.</summary>
    public IReadOnlyList<GuestFunction> Functions { get; }

    /// <summary>Where its heap starts.</summary>
    public uint HeapStart => (uint)roles.HeapStart.Init;

    /// <summary>The types of what an exported function gives.</summary>
    public IReadOnlyList<string> ResultsOf(string export) =>
        Functions.FirstOrDefault(f => f.Export == export)?.Results ?? [];

    /// <summary>The module's text with the hooks and these instruments in it.</summary>
    public string With(Instruments instruments)
    {
        var edits = new EditList(module.Text);
        ModuleEdits.ImportHooks(edits, module, instruments);
        ModuleEdits.AskAtAllocations(edits, module, roles);
        ModuleEdits.WatchCollections(edits, module, roles, instruments);
        ModuleEdits.ExportCollector(edits, module, roles);
        if (instruments.Keeps || instruments.Clears)
        {
            ModuleEdits.WrapAllocator(edits, module, roles, instruments);
        }

        if (instruments.Poison)
        {
            ModuleEdits.Poison(edits, module, roles);
        }

        if (instruments.Balance)
        {
            ModuleEdits.WatchBalance(edits, module, roles, Functions);
        }

        if (instruments.Pops)
        {
            RootPopping.Apply(edits, module, roles, Functions);
        }

        if (instruments.Hardened)
        {
            HardenedSwap.Apply(edits, module, roles);
        }

        ModuleEdits.MoveHeap(edits, module, roles, instruments.Shift);
        return edits.Apply();
    }
}
