using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vera.GcStress.Reporting;

namespace Vera.GcStress.Properties.Reporting;

/// <summary>The fields that JSON documents have, as the serializer knows them.</summary>
internal static class DocumentFields
{
    /// <summary>Documents of ours; a SARIF log is described by its own standard.</summary>
    public static IEnumerable<(Type Document, JsonSerializerContext Context)> All =>
        from context in typeof(JsonText).Assembly.GetTypes()
        where context.BaseType == typeof(JsonSerializerContext)
            && context.Namespace!.StartsWith(typeof(JsonText).Namespace!, StringComparison.Ordinal)
            && !context.Namespace.EndsWith(".Sarif", StringComparison.Ordinal)
        from root in context.GetCustomAttributesData()
        where root.AttributeType == typeof(JsonSerializableAttribute)
        select (
            (Type)root.ConstructorArguments[0].Value!,
            (JsonSerializerContext)context.GetProperty("Default")!.GetValue(null)!);

    /// <summary>Every field of a document by its path: <c>findings[].op</c>, <c>axes.*.*</c>.</summary>
    public static IEnumerable<string> Of(Type document, JsonSerializerContext context)
    {
        var style = JsonText.Style(context);
        return Below("", document, style.GetTypeInfo);
    }

    /// <summary>Every field of the record of a kind of evidence, besides its kind.</summary>
    public static IEnumerable<string> OfEvidence(Type kind) => Below("", kind, EvidenceJson.InfoOf);

    private static IEnumerable<string> Below(string path, Type type, Func<Type, JsonTypeInfo> infoOf)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsAssignableTo(typeof(JsonNode)) || (path.Length > 0 && EvidenceJson.Sets.Contains(bare)))
        {
            return [];
        }

        var info = infoOf(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => info.Properties.SelectMany(property => Field(
                path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.PropertyType, infoOf)),
            JsonTypeInfoKind.Enumerable => Below($"{path}[]", info.ElementType!, infoOf),
            JsonTypeInfoKind.Dictionary => Below($"{path}.*", info.ElementType!, infoOf),
            _ => [],
        };
    }

    private static IEnumerable<string> Field(string path, Type type, Func<Type, JsonTypeInfo> infoOf) =>
        Below(path, type, infoOf).Prepend(path);
}
