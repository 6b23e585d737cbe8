using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting;

/// <summary>Evidence as data: its kind, and what the record of that kind holds.</summary>
/// <remarks>
/// The records are found in the closed set itself and not listed again: a new kind of evidence is written as it is.
/// </remarks>
internal static class EvidenceJson
{
    private static readonly JsonSerializerOptions Style = new(JsonText.Style(null))
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new ScheduleText() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    /// <summary>The closed sets of evidence.</summary>
    public static IReadOnlyList<Type> Sets { get; } = [typeof(Evidence), typeof(StressEvidence)];

    /// <summary>The kinds of a set, by the names that documents have for them.</summary>
    public static IReadOnlyDictionary<string, Type> Kinds(Type set) => set.GetNestedTypes()
        .ToDictionary(type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));

    /// <summary>Null for no evidence.</summary>
    public static JsonNode? Of(Evidence? evidence) => JsonSerializer.SerializeToNode(evidence, Style);

    /// <summary>What a stressed program showed.</summary>
    public static JsonNode? Of(StressEvidence evidence) => JsonSerializer.SerializeToNode(evidence, Style);

    /// <summary>How a type inside of evidence is written.</summary>
    public static JsonTypeInfo InfoOf(Type type) => Style.GetTypeInfo(type);

    private static void NameKinds(JsonTypeInfo info)
    {
        if (Sets.Contains(info.Type))
        {
            info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "kind" };
            foreach (var (name, type) in Kinds(info.Type))
            {
                info.PolymorphismOptions.DerivedTypes.Add(new(type, name));
            }
        }

        if (info.Type.IsAssignableTo(typeof(Evidence)))
        {
            var own = info.Properties.Where(property => property.Name is not ("core" or "value_difference")).ToList();
            info.Properties.Clear();
            own.ForEach(info.Properties.Add);
        }
    }

    /// <summary>A schedule as a case file spells it.</summary>
    private sealed class ScheduleText : JsonConverter<CollectionSchedule>
    {
        public override CollectionSchedule Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("evidence is not read");

        public override void Write(
            Utf8JsonWriter writer, CollectionSchedule value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{value}");
    }
}
