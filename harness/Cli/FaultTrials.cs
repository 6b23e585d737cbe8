using System.Collections.Immutable;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Targets.Wat.Faults;

namespace Vera.GcStress.Cli;

/// <summary>Puts together what the bench needs for each fault of the catalogue.</summary>
internal static class FaultTrials
{
    /// <summary>The fault, where it shows.</summary>
    public static Trial Planted(Fault fault) =>
        Of(fault, fault.Name) with { NewSound = Clean(fault).NewBench };

    /// <summary>The same cases on the same heap in good order.</summary>
    public static Trial Clean(Fault fault) => Of(fault, null);

    private static Trial Of(Fault fault, string? planted) => new(
        fault.Name, Generation(fault.Shows), () => WatBench.CreateDriven(fault.Options(planted)));

    private static GenerationOptions Generation(FaultConditions shows) => GenerationOptions.Default with
    {
        Elements = shows.Elements.IsEmpty ? GenerationOptions.Default.Elements : [.. shows.Elements],
        Containers = shows.MapsOnly ? ContainerChoice.Map
            : shows.SetsOnly ? ContainerChoice.Set
            : ContainerChoice.Both,
        Schedule = shows.Schedule,
        OpsMean = shows.OpsMean,
        FoldTurnsMax = shows.FoldTurnsMax ?? GenerationOptions.Default.FoldTurnsMax,
        HostileValues = shows.HostileValues,
        Documents = new CaseDocuments(DocumentLibrary.BuiltIn),
    };
}
