using Vera.GcStress.Features;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;
using Vera.GcStress.Steering;

namespace Vera.GcStress.Campaigns;

/// <summary>A case that showed something new, as it lies on a disk.</summary>
/// <param name="Number">Its number in the campaign.</param>
/// <param name="Text">The text of a case file.</param>
/// <param name="Levels">What it showed, a digit for each feature.</param>
public sealed record KeptMet(long Number, string Text, string Levels)
{
    internal static KeptMet Of(KeptCase kept, FileHeader header) =>
        new(kept.Number, $"{new CaseFile(header, kept.Case)}", kept.Features.Text);

    /// <summary>Null: it is of another version of the tool, or no case at all.</summary>
    internal KeptCase? Read()
    {
        try
        {
            return FeatureProfile.Parse(Levels) is { } features
                ? new(Number, CaseFile.Parse(Text, StateFile.Name).Case, features)
                : null;
        }
        catch (CaseFormatException)
        {
            return null;
        }
    }
}
