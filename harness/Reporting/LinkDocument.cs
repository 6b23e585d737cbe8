using System.Text.Json.Serialization;
using Vera.GcStress.Targets.Vera.Linking;

namespace Vera.GcStress.Reporting;

/// <summary>What linking did to a module as one JSON document, for scripts.</summary>
internal readonly struct LinkDocument(LinkedModule linked)
{
    public IEnumerable<string> Replaced => linked.Replaced;

    public IEnumerable<string> Dropped => linked.Dropped;

    public int BytesBefore => linked.BytesBefore;

    public int Bytes => linked.Bytes;

    public static string Of(LinkedModule linked) =>
        JsonText.Of("link", new LinkDocument(linked), LinkContext.Default);
}

/// <summary>What the serializer knows.</summary>
[JsonSerializable(typeof(LinkDocument))]
internal sealed partial class LinkContext : JsonSerializerContext;
