using System.Text.Json;
using System.Text.Json.Serialization;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A program to compile, and which of its functions to run; none if the module is wanted as text.</summary>
internal sealed record WorkerRequest(
    string Source, IReadOnlyList<string> Functions, bool Eager, int HeapStart, int OutputChars,
    int Seconds, bool Text = false, IReadOnlyDictionary<string, IReadOnlyList<string>>? Given = null);

/// <summary>A program to compile and no more.</summary>
internal sealed record CompileRequest(string Compile, string? Path);

/// <summary>An edited module of the program that was compiled last, and how to run it.</summary>
internal sealed record EditedRequest(
    string Edited, string Function, IReadOnlyList<string> Arguments, string Input, IReadOnlyList<CollectionPlan> Plans,
    int OutputChars, int Seconds);

/// <summary>What the hooks saw broken; its kind is spelled as <see cref="BrokenRule"/> is.</summary>
internal sealed record WorkerDamage(
    string Kind, uint Block, int Size, int Offset, uint Before, uint After, int Collection, int Allocation,
    int Function);

/// <summary>One answer of worker.py; which fields it has says what it is about.</summary>
internal sealed record WorkerAnswer
{
    /// <summary>The release; the first answer of all.</summary>
    public string? Version { get; init; }

    /// <summary>Why there is no Vera to run.</summary>
    public string? Missing { get; init; }

    /// <summary>The folder of the package that was loaded.</summary>
    public string? Package { get; init; }

    /// <summary>The interpreter that runs it.</summary>
    public string? Executable { get; init; }

    /// <summary>The compiled module as text.</summary>
    public string? Wat { get; init; }

    /// <summary>Its public functions.</summary>
    public IReadOnlyList<string>? Exports { get; init; }

    /// <summary>The types of their parameters.</summary>
    public Dictionary<string, IReadOnlyList<string>>? Parameters { get; init; }

    /// <summary>Those of them that give a String.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Functions that the compiler left out, and why.</summary>
    public Dictionary<string, string>? LeftOut { get; init; }

    /// <summary>What the function gave.</summary>
    public string? Value { get; init; }

    /// <summary>What the program asked to exit with.</summary>
    public int? Exit { get; init; }

    /// <summary>What it asked for that is refused.</summary>
    public string? Refused { get; init; }

    public int Allocations { get; init; }

    public int Collections { get; init; }

    /// <summary>The first rule of the heap that was broken.</summary>
    public WorkerDamage? Damage { get; init; }

    /// <summary>Where the heap of the compiled program starts.</summary>
    public int? HeapStart { get; init; }

    /// <summary>Why the program, or the function, was not compiled.</summary>
    public string? Rejected { get; init; }

    /// <summary>The function that was run.</summary>
    public string? Function { get; init; }

    /// <summary>What it printed, up to a trap.</summary>
    public string? Stdout { get; init; }

    public bool Truncated { get; init; }

    /// <summary>The kind of trap, as Vera classifies it.</summary>
    public string? Trap { get; init; }

    /// <summary>The exception, if there was one.</summary>
    public string? Error { get; init; }

    /// <summary>The function in which the trap happened.</summary>
    public string? Frame { get; init; }

    /// <summary>What a host function warned of: a tag that it does not know.</summary>
    public string? Warning { get; init; }

    /// <summary>How long the function ran, by the clock on the wall.</summary>
    public double Seconds { get; init; }

    public long GuestBytes { get; init; }

    /// <summary>How the process ended that ran the function; it has been replaced.</summary>
    public string? Died { get; init; }

    /// <summary>Whether the function took more processor time than it may.</summary>
    public bool Late { get; init; }

    /// <summary>Whether the process wrote something that is no answer.</summary>
    [JsonIgnore]
    public bool IsGarbled { get; init; }

    /// <summary>The last answer to a request.</summary>
    public bool Done { get; init; }

    /// <summary>A run of an edited module.</summary>
    public ModuleRun ToModuleRun()
    {
        var run = CaseRun.Of(this);
        return new(Refused is null ? EndingOf(run.Ending) : RunEnding.Refused, Refused ?? run.Reason, run.Output)
        {
            Trap = run.Ending == Ending.Trapped ? $"{Trap}{(Trap is { Length: > 0 } ? "" : Error?.Split(':')[0])}" : "",
            Value = Value,
            ExitCode = Exit,
            Allocations = Allocations,
            Collections = Collections,
            Damage = Damage is { } d && Enum.TryParse<BrokenRule>(d.Kind, ignoreCase: true, out var kind)
                ? new(kind, d.Block, d.Size, d.Offset, d.Before, d.After)
                {
                    Collection = d.Collection,
                    Allocation = d.Allocation,
                    Function = d.Function,
                }
                : null,
        };
    }

    private static RunEnding EndingOf(Ending ending) => ending switch
    {
        Ending.Completed => RunEnding.Completed,
        Ending.Trapped => RunEnding.Trapped,
        Ending.LimitHit => RunEnding.LimitHit,
        _ => RunEnding.Unsupported,
    };
}

/// <summary>How both are written: one line of JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(EditedRequest))]
[JsonSerializable(typeof(WorkerAnswer))]
internal sealed partial class WorkerJson : JsonSerializerContext;
