using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Steering;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>Judges the cases of a campaign, one by one, in every way that they are to be judged in.</summary>
/// <param name="options">The campaign's.</param>
/// <param name="steering">Told what cases showed that passed.</param>
internal sealed class CaseTrial(CampaignOptions options, CaseSteering steering)
{
    /// <summary>Parts of a case that take as long to compile as what every module has.</summary>
    private const int PartsOfModule = 40;

    /// <summary>One failure of each kind that a case shows, with its own schedule or with others.</summary>
    public IEnumerable<CaseFailure> Judge(
        TestRig rig, CampaignReport tally, long number, StressCase drawn, CancellationToken stop)
    {
        var stressCase = drawn;
        try
        {
            var measures = Campaign.IsOneIn(options.MeasuredEvery, number);
            var effort = Effort.Features | (measures ? Effort.Held : Effort.Usual);
            (stressCase, var driven) = JudgedCase.Of(drawn, tried => rig.Driven.Try(tried, effort, stop));
            options.Judged?.Invoke(number, stressCase);
            var compiled = driven.Verdict is Verdict.Pass && IsCompiled(options.CompiledEvery, number, stressCase);
            var judged = compiled
                ? driven with { Verdict = rig.TryCompiled(stressCase, driven, stop) }
                : driven;
            tally.Count(number, stressCase, judged, compiled);
            if (driven is { Features: { } features, Verdict: Verdict.Pass })
            {
                steering.Saw(new(number, stressCase, features, driven.Stats.Fuel));
            }

            IEnumerable<CaseFailure> own = judged.Verdict is Verdict.Fail failure
                ? [new(number, stressCase, failure, compiled ? Lane.Both : Lane.Driven)]
                : [];
            return judged.Verdict is Verdict.Pass or Verdict.Fail
                ? [.. own, .. UnderOtherSchedules(rig, tally, number, stressCase, judged, stop)]
                : own;
        }
        catch (Exception e) when (e is not (HarnessBrokenException or OperationCanceledException))
        {
            throw new HarnessBrokenException(number, stressCase, e);
        }
    }

    /// <summary>
    /// Whether a case is run as a compiled module as well, by its number and its length. To compile it takes ten times
    /// as long as all else, and long cases take longest: if all were as likely, most of the time would go to few.
    /// </summary>
    internal static bool IsCompiled(int every, long number, StressCase stressCase) =>
        every == 1 || (Campaign.IsOneIn(every, number) && number / every % ModulesOf(stressCase) == 0);

    /// <summary>What compiling a case takes, in modules with nothing in them.</summary>
    private static int ModulesOf(StressCase stressCase) => 1 + (stressCase.Ops.Sum(PartsOf) / PartsOfModule);

    private static int PartsOf(Op op) => op.Operand is { } operand ? PartsOf(operand) : 1;

    private static int PartsOf(Expr expr) => 1 + expr.Parts.Sum(PartsOf);

    /// <summary>What a case shows with other schedules, and not with its own.</summary>
    private IEnumerable<CaseFailure> UnderOtherSchedules(
        TestRig rig, CampaignReport tally, long number, StressCase stressCase, Judgement own, CancellationToken stop)
    {
        var seen = own.Verdict is not Verdict.Pass ? new(null, null) : OtherSchedules.Try(
            rig.Driven, stressCase, Campaign.IsOneIn(options.InvisibilityEvery, number), options.SweepPoints, stop);
        var kinds = CountsKinds ? KindsOf(stressCase, own.Verdict, seen) : [];
        if (options.SampledSchedules > 0)
        {
            seen = seen with
            {
                Sampled = ScheduleSample.Try(
                    rig.Driven, stressCase, own.Stats.Allocations, SchedulesOf(own.Verdict),
                    (variant, failure) => kinds.Add(KindOf(variant, failure)), stop),
            };
        }

        tally.Count(stressCase, own.Verdict, seen);
        if (options.DrawsLess)
        {
            tally.Failing.Add(stressCase, [.. kinds.Where(kind => kind.Length > 0)]);
        }

        return seen.Failures.Select(one => new CaseFailure(number, one.Variant, (Verdict.Fail)one.Verdict, one.Lane));
    }

    /// <summary>A case that fails by itself hides what others would show: it is looked at, but not as long.</summary>
    private int SchedulesOf(Verdict own) =>
        own is Verdict.Pass ? options.SampledSchedules : (options.SampledSchedules + 3) / 4;

    /// <summary>A campaign on our own heap has no use for them.</summary>
    private bool CountsKinds => options.SampledSchedules > 0 || options.DrawsLess;

    private HashSet<string> KindsOf(StressCase stressCase, Verdict own, ScheduleVerdicts seen) =>
        [KindOf(stressCase, own), .. seen.Failures.Select(one => KindOf(one.Variant, one.Verdict))];

    /// <summary>What is wrong, whenever the collections came that show it.</summary>
    private string KindOf(StressCase stressCase, Verdict verdict) => verdict is Verdict.Fail failure
        ? options.Signatures.BucketOf(stressCase.With(new CollectionSchedule.Eager()), failure)
        : "";
}
