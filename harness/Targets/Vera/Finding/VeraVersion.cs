using System.Globalization;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>A release of Vera: <c>0.0.158</c>.</summary>
public readonly record struct VeraVersion(int Major, int Minor, int Patch) : IComparable<VeraVersion>
{
    /// <summary>Since this release a bucket shows the collector what the host's dictionaries hold.</summary>
    public static VeraVersion MirroredContents { get; } = new(0, 0, 159);

    /// <summary>Since this release the bucket in WASM memory is all there is of a container.</summary>
    public static VeraVersion BucketAsTruth { get; } = new(0, 0, 171);

    /// <summary>
    /// The last release tried here that names imports of State and tags of exceptions as no generic type can be named.
    /// </summary>
    public static VeraVersion PlainStates { get; } = new(0, 0, 194);

    /// <summary>
    /// The last release tried here that guesses how wide an array's items are from its first item, and knows no calls.
    /// </summary>
    public static VeraVersion GuessedArrays { get; } = new(0, 0, 194);

    /// <summary>Since this release strings can be compared in a function that is applied.</summary>
    public static VeraVersion OrderedStrings { get; } = new(0, 1, 0);

    /// <summary>Since this release a contract may match on a result, and use what else a body may.</summary>
    public static VeraVersion Contracts { get; } = new(0, 1, 0);

    /// <summary>
    /// Since this release exceptions are handled within an expression; the first that has any is 0.0.62.
    /// </summary>
    public static VeraVersion Exceptions { get; } = new(0, 0, 151);

    /// <summary>Since this release they need no declaration, and may have none.</summary>
    public static VeraVersion KnownExceptions { get; } = new(0, 1, 9);

    /// <summary>
    /// The last release tried here that tells the type of a branch by its first arm, also if that only throws.
    /// </summary>
    public static VeraVersion NeverAsFirstArm { get; } = new(0, 1, 9);

    /// <summary>Whether the left release came out before the right one.</summary>
    public static bool operator <(VeraVersion left, VeraVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether it came out after it.</summary>
    public static bool operator >(VeraVersion left, VeraVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether it is the same release, or came out before it.</summary>
    public static bool operator <=(VeraVersion left, VeraVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether it is the same release, or came out after it.</summary>
    public static bool operator >=(VeraVersion left, VeraVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>0.1.9</c>, with or without more behind it.</summary>
    public static bool TryParse(string text, out VeraVersion version)
    {
        var numbers = new int[3];
        var parts = text.Split('.');
        for (var i = 0; i < 3; i++)
        {
            var digits = parts.Length > i ? parts[i].TakeWhile(char.IsAsciiDigit).ToArray() : [];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                version = default;
                return false;
            }
        }

        version = new(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <summary>Older releases are less.</summary>
    public int CompareTo(VeraVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>As Vera prints it: <c>0.1.9</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
