using System.Collections.Immutable;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring.Trials;

/// <summary>Puts together what the rig needs for each fault of the catalogue.</summary>
internal static class FaultTrials
{
    /// <summary>The fault, where it shows.</summary>
    public static Trial Planted(Fault fault) =>
        Of(fault, planted: true) with { NewSound = Clean(fault).NewRig };

    /// <summary>The same cases on the same heap in good order.</summary>
    public static Trial Clean(Fault fault) => Of(fault, planted: false);

    /// <summary>The options under which a fault shows, as <c>fuzz</c> takes them.</summary>
    public static string Where(FaultConditions shows) =>
        $"--runtime {OptionNames.Of(shows.Runtime)} --gc {OptionNames.Of(shows.Collector)} --layout small";

    /// <summary>Says where a planted fault shows if not on this heap; null where it does, or there is none.</summary>
    public static string? Elsewhere(WatOptions heap) =>
        FaultCatalogue.In(heap.Parts) is not { Shows: var shows } fault
        || (shows.Runtime == heap.Runtime && shows.Collector == heap.Collector && heap.Layout == HeapLayout.Small)
            ? null
            : $"note: {fault.Name} shows with {Where(shows)}, and may stay unseen here";

    private static Trial Of(Fault fault, bool planted) => new(
        fault.Name, Generation(fault.Shows), () => HeapRigs.CreateDriven(fault.Options(planted)))
    {
        Signatures = HeapChoice.SignaturesOf(fault.Options(planted)),
    };

    /// <summary>Where every case has tables, one in ten ends at a ceiling.</summary>
    private const int CeilingPercent = 10;

    private static GenerationOptions Campaign(FaultConditions shows) =>
        (HeapChoice.Default with { Gc = shows.Collector }).Drawing(GenerationOptions.Default, DocumentLibrary.BuiltIn);

    /// <summary>What a campaign draws, where the fault shows.</summary>
    private static GenerationOptions Generation(FaultConditions shows) => Campaign(shows) with
    {
        MeetingPercent = shows.Meets ? 100 : GenerationOptions.Default.MeetingPercent,
        CeilingPercent = shows.Tables ? CeilingPercent : GenerationOptions.Default.CeilingPercent,
        TablesPercent = shows.Tables ? 100 : GenerationOptions.Default.TablesPercent,
        Elements = shows.Elements.IsEmpty ? GenerationOptions.Default.Elements : [.. shows.Elements],
        Containers = shows.MapsOnly ? ContainerChoice.Map
            : shows.SetsOnly ? ContainerChoice.Set
            : ContainerChoice.Both,
        Schedule = shows.Schedule,
        OpsMean = shows.OpsMean,
        FoldTurnsMax = shows.FoldTurnsMax ?? GenerationOptions.Default.FoldTurnsMax,
        HostileValues = shows.HostileValues,
    };
}
