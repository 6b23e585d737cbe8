namespace Vera.GcStress.Repros;

/// <summary>
/// What a case shows on releases of Vera: each line holds from its release on, until a newer one says otherwise.
/// </summary>
/// <remarks>
/// In a file, one line each: <c>vera 0.0.193 fail agreement</c>, <c>vera 0.0.194 pass</c>. Of releases before the first
/// line nothing is said.
/// </remarks>
public sealed class ReleaseExpectations : IEquatable<ReleaseExpectations>
{
    /// <summary>More releases than this are no header of ours.</summary>
    private const int ReleasesMax = 1000;

    private readonly SortedDictionary<(int, int, int), Expectation> expected = [];

    /// <summary>No release is named.</summary>
    public static ReleaseExpectations None { get; } = new();

    /// <summary>Whether the file says nothing of any release.</summary>
    public bool IsEmpty => expected.Count == 0;

    /// <summary>What the newest release shows, or null if none is named.</summary>
    public Expectation? Newest => IsEmpty ? null : expected.Values.Last();

    /// <summary>What a release is to show, or null if it is older than all that are named.</summary>
    public Expectation? Of(int major, int minor, int patch) => LineFor((major, minor, patch)).Value;

    /// <summary>The release whose line holds for another one, as text, or null.</summary>
    public string? HoldsFrom(int major, int minor, int patch) =>
        LineFor((major, minor, patch)) is { Value: not null, Key: var (first, second, third) }
            ? $"{first}.{second}.{third}"
            : null;

    /// <summary>These and one more; what was known of it is replaced.</summary>
    public ReleaseExpectations With((int Major, int Minor, int Patch) release, Expectation expect)
    {
        var more = Copy(same => same);
        more.expected[release] = expect;
        return more;
    }

    /// <summary>These, with what is known of others put in or in place of what was known.</summary>
    public ReleaseExpectations With(ReleaseExpectations newer) =>
        newer.expected.Aggregate(this, (all, one) => all.With(one.Key, one.Value));

    /// <summary>The same releases, all with the same expectation.</summary>
    public ReleaseExpectations All(Expectation expect) => Copy(_ => expect);

    /// <summary>One line for each release, the oldest first: <c>0.0.193 fail agreement</c>.</summary>
    public IEnumerable<string> Lines =>
        expected.Select(e => $"{e.Key.Item1}.{e.Key.Item2}.{e.Key.Item3} {e.Value}");

    /// <summary>Reads such a line.</summary>
    /// <returns>Null if it is none, or names a release again.</returns>
    internal ReleaseExpectations? WithLine(string line)
    {
        var words = line.Split([' ', '\t'], 2, StringSplitOptions.TrimEntries);
        if (words.Length < 2
            || Numbers(words[0]) is not { } release
            || Expectation.TryParse(words[1]) is not { } expect
            || expected.ContainsKey(release)
            || expected.Count == ReleasesMax)
        {
            return null;
        }

        return With(release, expect);
    }

    /// <summary>Equal if they print alike.</summary>
    public bool Equals(ReleaseExpectations? other) => other is not null && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReleaseExpectations);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>One line, for messages.</summary>
    public override string ToString() => string.Join(", ", Lines);

    private KeyValuePair<(int, int, int), Expectation> LineFor((int, int, int) release) =>
        expected.LastOrDefault(line => line.Key.CompareTo(release) <= 0);

    private static (int, int, int)? Numbers(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor
            && Number(parts[2]) is { } patch
            ? (major, minor, patch)
            : null;
    }

    private static int? Number(string text) =>
        text.Length is > 0 and <= 6 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0')
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private ReleaseExpectations Copy(Func<Expectation, Expectation> change)
    {
        var copy = new ReleaseExpectations();
        foreach (var (release, expect) in expected)
        {
            copy.expected[release] = change(expect);
        }

        return copy;
    }
}
