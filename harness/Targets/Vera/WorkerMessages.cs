using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A program to compile, and which of its functions to run.</summary>
internal sealed record WorkerRequest(
    string Source, IReadOnlyList<string> Functions, bool Eager, int HeapStart, int OutputChars,
    int Seconds);

/// <summary>One answer of worker.py; which fields it has says what it is about.</summary>
internal sealed record WorkerAnswer
{
    /// <summary>The release; the first answer of all.</summary>
    public string? Version { get; init; }

    /// <summary>Why there is no Vera to run.</summary>
    public string? Missing { get; init; }

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
}

/// <summary>How both are written: one line of JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerAnswer))]
internal sealed partial class WorkerJson : JsonSerializerContext;
