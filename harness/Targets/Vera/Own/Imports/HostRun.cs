using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own.Containers;
using Vera.GcStress.Targets.Vera.Own.Documents;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>One run: what its host functions remember from call to call.</summary>
internal sealed class HostRun : IModuleMemory
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly Dictionary<string, List<long>> states = [];

    public HostRun(RunRequest request, WasmInstance instance, ModuleShape shape)
    {
        Request = request;
        Guest = new(instance, shape, request.FuelMax);
        Results = new(Guest);
        Containers = shape.Containers == ContainerAbi.Bucket
            ? new BucketContainers(Guest)
            : new DictionaryContainers(Guest);
        Hooks = request.Hooks?.Invoke(this);
        Draws = new(request.Seed);
    }

    public RunRequest Request { get; }

    public Guest Guest { get; }

    /// <summary>The heap as documents see it.</summary>
    public HostHeap Heap => new(Guest, Containers);

    public Results Results { get; }

    public IContainers Containers { get; }

    public IModuleHooks? Hooks { get; }

    public DecimalTable Decimals { get; } = new();

    /// <summary>Files that the program wrote; none of them leaves the run.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public Draws Draws { get; }

    /// <summary>How far <see cref="RunRequest.Input"/> has been read.</summary>
    public int InputAt { get; set; }

    /// <summary>What a violated contract said before the guest trapped.</summary>
    public string? Violation { get; set; }

    /// <summary>Whether the guest said that it traps over an overflow.</summary>
    public bool Overflowed { get; set; }

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    public ReadOnlySpan<byte> Bytes => Guest.Instance.Memory;

    /// <summary>Set around each call of a host's function that is not one of the hooks.</summary>
    public string Import { get; set; } = "";

    /// <summary>What the running function of the host has made; empty while none runs.</summary>
    public IReadOnlyList<uint> Made => Import.Length > 0 ? Guest.Made : [];

    public int Global(string name) => Guest.Instance.Global(name);

    public void Print(string text) => Write(output, text);

    public void Complain(string text) => Write(errors, text);

    /// <summary>The cells of a type, the innermost last; the first stands below every handler.</summary>
    public List<long> Cells(string type)
    {
        if (!states.TryGetValue(type, out var cells))
        {
            states.Add(type, cells = [0]);
        }

        return cells;
    }

    /// <summary>The entries of each store of the host.</summary>
    public ImmutableSortedDictionary<string, int> Stores() => Containers.Stores
        .Append(("decimal", Decimals.Count))
        .Where(s => s.Item2 > 0)
        .ToImmutableSortedDictionary(s => s.Item1, s => s.Item2);

    private void Write(StringBuilder into, string text)
    {
        var room = Request.OutputMax - into.Length;
        into.Append(text.AsSpan(0, Math.Min(room, text.Length)));
        if (text.Length > room)
        {
            throw RunStop.Limit("output");
        }
    }
}
