using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vera.GcStress.Reporting;

/// <summary>Documents as indented JSON: a field for each member, named after it.</summary>
internal static class JsonText
{
    /// <summary>Changes when a field goes or means something else; new fields may join at any time.</summary>
    private const int Version = 1;

    /// <summary>The one style of all that we write.</summary>
    public static JsonSerializerOptions Style(JsonSerializerContext? context, JsonNamingPolicy? names = null) => new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = names ?? JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = context,
    };

    /// <summary>A document of ours, headed by its schema and the verb that writes it.</summary>
    /// <param name="verb">The verb, and what the document is called.</param>
    /// <param name="document">What it says; docs/json.md describes it.</param>
    /// <param name="context">The compiled knowledge of its type, and of the types of its members.</param>
    /// <param name="name">What it is called, where a verb writes more than one.</param>
    public static string Of<T>(string verb, T document, JsonSerializerContext context, string? name = null)
    {
        var style = Style(context);
        var fields = JsonSerializer.SerializeToNode(document, style.GetTypeInfo(typeof(T)))!.AsObject();
        fields.Insert(0, "schema", $"vera-gcstress/{name ?? verb}/{Version}");
        fields.Insert(1, "verb", verb);
        return fields.ToJsonString(style) + "\n";
    }

    /// <summary>A document that another standard describes.</summary>
    public static string Of<T>(T document, JsonSerializerContext context, JsonNamingPolicy names) =>
        JsonSerializer.Serialize(document, Style(context, names).GetTypeInfo(typeof(T))) + "\n";

    /// <summary>Seconds as far as they mean something.</summary>
    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
