using System.CommandLine;

namespace Vera.GcStress.Cli.Verbs;

/// <summary>Every verb, in the order of the help. A new one is a file of its own and a line here.</summary>
internal static class AllVerbs
{
    public static readonly IReadOnlyList<Func<Command>> InHelp =
    [
        FuzzVerb.Create,
        MergeVerb.Create,
        ReplayVerb.Create,
        ShrinkVerb.Create,
        ExplainVerb.Create,
        EmitVerb.Create,
        MatrixVerb.Create,
        FaultsVerb.Create,
        MutantsVerb.Create,
        StressVerb.Create,
        LinkVerb.Create,
        ExhaustVerb.Create,
        BenchVerb.Create,
        BisectVerb.Create,
        FindingsVerb.Create,
        DoctorVerb.Create,
    ];
}
