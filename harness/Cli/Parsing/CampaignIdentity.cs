using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What a campaign draws and judges, whichever part of it, for how long, and on which machine.</summary>
/// <remarks>
/// Files count by what is in them: a campaign does not go on, nor is it united with others, where the known failures or
/// the corpus are not what it began with, and it does wherever these lie.
/// </remarks>
internal static class CampaignIdentity
{
    private const int DigestBytes = 6;

    private static readonly VeraType[] Parsed = [VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock];

    /// <summary>The tool's version, and the options that matter, in one line.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="target">What runs the cases.</param>
    /// <param name="other">The base, or null.</param>
    /// <param name="known">The saved cases that are known.</param>
    /// <param name="library">The documents.</param>
    public static string Of(
        FuzzOptions options,
        TargetChoice target,
        VeraChoice? other,
        IEnumerable<ReplayCase> known,
        DocumentLibrary library) => string.Join(' ',
    [
        ToolVersions.Tool,
        .. (options.WithoutPlace() with
        {
            Vera = target is VeraChoice vera ? $"{vera.Version}" : null,
            Base = other is null ? null : $"{other.Version}",
            Known = [],
            Corpus = [],
            Documents = [],
            Shard = null,
        }).ToArguments(),
        .. Contents("--known", options.Known, "cases", known.Select(one => $"{one.File}")),
        .. Contents("--corpus", options.Corpus, "cases", SavedParents.Named(options).Select(one => $"{one}")),
        .. Contents("--documents", options.Documents, "documents", Parsed.SelectMany(type => library.Of(type))),
    ]);

    /// <summary>How many there are, and a digest of all, in whatever order and however often they come.</summary>
    private static string[] Contents(
        string option, ImmutableArray<string> paths, string what, IEnumerable<string> contents)
    {
        var each = contents.Select(one => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one))))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        var all = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(each)));
        return paths.IsEmpty
            ? []
            : [option, $"{each.Length}-{what}-{Convert.ToHexStringLower(all.AsSpan(0, DigestBytes))}"];
    }
}
