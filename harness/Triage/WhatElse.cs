using Vera.GcStress.Explaining;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Rigs;
using Vera.GcStress.Triage.Remedies;

namespace Vera.GcStress.Triage;

/// <summary>
/// What else a bug does: a smallest case may show a part of it, and that part may be all there is of another bug.
/// </summary>
internal static class WhatElse
{
    /// <summary>Elements that only the set holds.</summary>
    private static readonly StressCase Elements = CaseText.Parse(
        "schedule eager\n$0: Set<Option<Int>> = call({None})\nobserve ([0] : Array<Int>)\n");

    /// <summary>A tail call is given one word.</summary>
    private static readonly StressCase Word = CaseText.Parse(
        "schedule eager\ncall\n$0: Set<Int> = {0}\ntail $0\nobserve ({} : Set<Int>)\n$1: Set<Int> = return {}\n");

    /// <summary>Nothing in it is a number.</summary>
    private static readonly StressCase Empty = CaseText.Parse(
        "schedule eager\nobserve ({} : Set<Int>)\nobserve ({} : Set<Int>)\n");

    /// <summary>What is known of a bug, with what these cases say of it.</summary>
    public static string Of(string facts, Explanation explained, TestRig rig) => explained.Failure!.Cause.Kind switch
    {
        CauseKind.ContentsInvisible => Probe.Fails(Elements, rig)
            ? facts
            : $"{facts}, values alone{(KeyProbes.TakesCertain(explained.Case, rig) ? ", of certain keys" : "")}",
        CauseKind.RootMissing or CauseKind.RootPopped when BugFacts.IsGivenToTail(explained) =>
            Probe.Fails(Word, rig) ? "arguments of tail calls" : facts,
        CauseKind.RootMissing or CauseKind.RootPopped
            when RemedyTable.WithoutNamesInHandlers(explained.Case) is var unnamed
            && !unnamed.Equals(explained.Case) && !Probe.Fails(unnamed, rig) =>
            $"{facts}, where its type has an alias",
        CauseKind.MarkingLost => Probe.Fails(Empty, rig) ? $"{facts}, whatever there is" : facts,
        _ => facts,
    };
}
