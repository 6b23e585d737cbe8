using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Stressing;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

/// <summary>Every kind of evidence that there is becomes JSON with its kind and with all that it saw.</summary>
public class EvidenceJsonTests
{
    [Fact]
    public void Evidence_is_written_with_its_kind_and_every_field() => Assert.All(
        EvidenceJson.Kinds(typeof(Evidence)),
        kind => AssertWhole(kind.Key, kind.Value, EvidenceJson.Of((Evidence)Sample(kind.Value))));

    [Fact]
    public void Evidence_of_stress_is_written_with_its_kind_and_every_field() => Assert.All(
        EvidenceJson.Kinds(typeof(StressEvidence)),
        kind => AssertWhole(kind.Key, kind.Value, EvidenceJson.Of((StressEvidence)Sample(kind.Value))));

    [Fact]
    public void What_was_seen_under_circumstances_is_inside_of_them()
    {
        var seen = new Evidence.InModule(new Evidence.UnderOther(
            new CollectionSchedule.At([3, 5]), HeapState.Full, new Evidence.Unmarked(0x120, 24)));
        Assert.Equal(
            """
            {"kind":"in_module","seen":{"kind":"under_other","schedule":"at 3 5","heap":"full",
            "seen":{"kind":"unmarked","block":288,"bytes":24}}}
            """.ReplaceLineEndings(""),
            EvidenceJson.Of(seen)!.ToJsonString());
    }

    private static void AssertWhole(string name, Type kind, JsonNode? written)
    {
        var fields = Assert.IsType<JsonObject>(written);
        Assert.Equal(name, (string?)fields["kind"]);
        var parts = Constructor(kind).GetParameters();
        Assert.Equal(parts.Length + 1, fields.Count);
        Assert.All(fields, field => Assert.NotNull(field.Value));
    }

    private static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    /// <summary>A value of any type that evidence is made of.</summary>
    private static object Sample(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(Evidence) => new Evidence.Unlisted(8),
        _ when type == typeof(StressEvidence) => new StressEvidence.GivesOtherwise("1", "2"),
        _ when type == typeof(CollectionSchedule) => new CollectionSchedule.Eager(),
        _ when type == typeof(ImmutableArray<int>) => ImmutableArray.Create(1),
        _ when type.IsValueType => Activator.CreateInstance(type)!,
        _ => Constructor(type).Invoke([.. Constructor(type).GetParameters().Select(p => Sample(p.ParameterType))]),
    };
}
