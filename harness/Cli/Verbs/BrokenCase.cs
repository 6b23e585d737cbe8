using Vera.GcStress.Campaigns;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary>Keeps the case on which the harness itself broke.</summary>
internal static class BrokenCase
{
    /// <summary>Saves it among the findings, or else in the temporary folder; the message names it.</summary>
    public static Exception Save(HarnessBrokenException broken, TargetChoice choice, string folder)
    {
        if (broken.Case is not { } stressCase)
        {
            return broken;
        }

        var file = new CaseFile(
            choice.Header(new Expectation.Pass()) with { Found = UserText.OneLine(broken.Message) }, stressCase);
        foreach (var place in new[] { folder, Path.Combine(Path.GetTempPath(), "vera-gcstress") })
        {
            try
            {
                return new BrokenException($"{broken.Message}; the case is {new CaseFolder(place).Save(file)}", broken);
            }
            catch (Exception e) when (e is OutputException or CaseFormatException)
            {
                // The next place may do.
            }
        }

        return new BrokenException($"{broken.Message}; its case could not be saved", broken);
    }
}
