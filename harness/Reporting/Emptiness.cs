namespace Vera.GcStress.Reporting;

/// <summary>A check that judged nothing is not green, whichever verb makes it: it says why in one line.</summary>
internal static class Emptiness
{
    /// <summary>What is said of a run that judged nothing.</summary>
    public static string Because(string why) => Said($"nothing was judged: {why}");

    /// <summary>What is said of a run of which a part judged nothing.</summary>
    public static string Said(string what) => $"{what}; if that is all right, add --allow-empty";
}
