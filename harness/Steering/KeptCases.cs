using Vera.GcStress.Features;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Steering;

/// <summary>
/// The cases that showed a feature first, or in a new power of two. What is kept depends on the order of adding alone.
/// </summary>
public sealed class KeptCases
{
    private readonly List<KeptCase> kept = [];
    private readonly FeatureTally seen = new();

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<KeptCase> All => kept;

    /// <summary>Whether a run shows what no case showed that was added.</summary>
    public bool IsNews(FeatureProfile features) => seen.IsNews(features);

    /// <summary>Adds a case; it is kept if it shows something new.</summary>
    public bool Add(KeptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var isNew = seen.Add(one.Features);
        if (isNew)
        {
            kept.Add(one);
        }

        return isNew;
    }

    /// <summary>
    /// A few of the cases that still show every feature, the richest first; it depends on the set of cases alone.
    /// </summary>
    public IReadOnlyList<KeptCase> Minimal()
    {
        var left = kept.Select(one => (Kept: one, Text: one.Case.ToString()))
            .OrderBy(one => one.Text.Length).ThenBy(one => one.Text, StringComparer.Ordinal).ToList();
        var covered = new bool[FeatureTable.All.Length];
        var chosen = new List<KeptCase>();
        while (left.Count > 0)
        {
            var best = left.MaxBy(one => Gain(one.Kept, covered)); // Of equals the first: the shortest.
            if (Gain(best.Kept, covered) == 0)
            {
                break;
            }

            left.Remove(best);
            chosen.Add(best.Kept);
            foreach (var feature in FeatureTable.All)
            {
                covered[feature.Number] |= best.Kept.Features.Shows(feature.Number);
            }
        }

        return chosen;
    }

    /// <summary>Writes the minimal set into a folder, each case under the name that its content gives it.</summary>
    /// <param name="folder">It is made if it is not there; files that lie there stay.</param>
    /// <param name="header">What ran the cases.</param>
    /// <returns>How many cases that are.</returns>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public int Save(string folder, FileHeader header)
    {
        var (files, chosen) = (new CaseFolder(folder), Minimal());
        foreach (var one in chosen)
        {
            files.Save(new CaseFile(header, one.Case));
        }

        return chosen.Count;
    }

    /// <summary>Adds the cases of files, in the order of their names: each is run, to see what it shows.</summary>
    /// <param name="paths">Files and folders of them.</param>
    /// <param name="run">What a case shows; null: nothing that counts.</param>
    /// <exception cref="CaseFormatException">One is no case file.</exception>
    public void Load(IEnumerable<string> paths, Func<StressCase, FeatureProfile?> run)
    {
        foreach (var file in CaseFolder.List(paths))
        {
            var stressCase = CaseFile.Read(file).Case;
            if (run(stressCase) is { } features)
            {
                Add(new(-1, stressCase, features));
            }
        }
    }

    private static int Gain(KeptCase one, bool[] covered)
    {
        var gain = 0;
        for (var i = 0; i < covered.Length; i++)
        {
            gain += !covered[i] && one.Features.Shows(i) ? 1 : 0;
        }

        return gain;
    }
}
