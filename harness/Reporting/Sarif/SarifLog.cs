using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Vera.GcStress.Reporting.Sarif;

/// <summary>The parts of a SARIF log that we write, named as the standard names them.</summary>
internal sealed record SarifLog(SarifRun[] Runs)
{
    [JsonPropertyName("$schema")]
    [JsonPropertyOrder(-2)]
    public string Schema { get; } = "https://json.schemastore.org/sarif-2.1.0.json";

    [JsonPropertyOrder(-1)]
    public string Version { get; } = "2.1.0";
}

internal sealed record SarifRun(SarifTool Tool, SarifInvocation[] Invocations, SarifEntry[] Results);

internal sealed record SarifInvocation(bool ExecutionSuccessful, SarifNotification[] ToolExecutionNotifications);

internal sealed record SarifNotification(SarifDescriptor Descriptor, string Level, SarifMessage Message);

internal sealed record SarifDescriptor(string Id);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string SemanticVersion, SarifRule[] Rules);

internal sealed record SarifRule(
    string Id, SarifMessage ShortDescription, SarifMessage FullDescription, SarifMessage Help);

internal sealed record SarifMessage(string Text);

/// <summary>A result; the standard lets a tool say more of one among its properties.</summary>
internal sealed record SarifEntry(
    string RuleId,
    string Level,
    SarifMessage Message,
    SarifLocation[] Locations,
    Dictionary<string, string> PartialFingerprints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SarifProperties? Properties);

internal sealed record SarifProperties(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonNode? Evidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key);

internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion Region);

internal sealed record SarifArtifact(string Uri, string UriBaseId);

internal sealed record SarifRegion(int StartLine);

[JsonSerializable(typeof(SarifLog))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class SarifContext : JsonSerializerContext;
