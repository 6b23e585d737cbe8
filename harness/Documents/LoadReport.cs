using System.Collections.Immutable;

namespace Vera.GcStress.Documents;

/// <summary>Why a file is not in the library.</summary>
public enum SkipReason
{
    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>It is larger than <see cref="DocumentLimits.BytesMax"/>.</summary>
    TooLarge,

    /// <summary>Its bytes are no valid UTF-8.</summary>
    NotUtf8,

    /// <summary>Its parser refused it, or its tree is too large.</summary>
    Unparsable,

    /// <summary>The system would not open it or list it.</summary>
    Unreadable,

    /// <summary>A symbolic link: links may form loops or lead out of the folder.</summary>
    Link,

    /// <summary>A pipe, a device or a socket, or a name that no terminal should be shown.</summary>
    NoFile,

    /// <summary>The library has all that it may hold.</summary>
    LibraryFull,
}

/// <summary>What became of the files below the folders that were loaded.</summary>
/// <remarks>A folder that cannot be listed counts as unreadable.</remarks>
public sealed record LoadReport(
    int FilesSeen, int Json, int Html, int Markdown, ImmutableSortedDictionary<SkipReason, int> Skipped)
{
    /// <summary>The files that were passed over, in the order in which they were seen.</summary>
    public ImmutableArray<(string File, SkipReason Why)> SkippedFiles { get; init; } = [];

    /// <summary>A line for each file that was passed over, or for the first ones and how many there are more.</summary>
    public IEnumerable<(string File, string Why)> Unusable
    {
        get
        {
            const int Most = 20;
            foreach (var (file, why) in SkippedFiles.Take(Most))
            {
                yield return (file, Describe(why));
            }

            if (SkippedFiles.Length > Most)
            {
                yield return ($"and {SkippedFiles.Length - Most} more", "see the counts");
            }
        }
    }

    /// <summary>Documents of the library.</summary>
    public int Usable => Json + Html + Markdown;

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var line = $"{Usable} of {FilesSeen} documents: {Json} JSON, {Html} HTML, {Markdown} Markdown";
        var skipped = string.Join(", ", Skipped.Select(s => $"{s.Value} {Describe(s.Key)}"));
        return skipped.Length == 0 ? line : $"{line}; skipped {skipped}";
    }

    private static string Describe(SkipReason reason) => reason switch
    {
        SkipReason.Empty => "empty",
        SkipReason.TooLarge => "too large",
        SkipReason.NotUtf8 => "not UTF-8",
        SkipReason.Unparsable => "unparsable",
        SkipReason.Unreadable => "unreadable",
        SkipReason.Link => "symbolic links",
        SkipReason.NoFile => "no plain file",
        SkipReason.LibraryFull => "over the library's limit",
        _ => throw new System.Diagnostics.UnreachableException($"no words for {reason}"),
    };
}
