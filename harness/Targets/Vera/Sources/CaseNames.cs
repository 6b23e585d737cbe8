using System.Globalization;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Names for the functions of one case, told apart from those of other cases by a prefix.</summary>
internal sealed class CaseNames(string prefix)
{
    private int last;

    /// <summary>A name that no other function of the case has.</summary>
    public string Next(string what) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{what}_{++last}");
}
