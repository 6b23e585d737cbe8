using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Vera.GcStress.Files;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>A folder of case files: lists it, names new findings by their content, knows equal ones.</summary>
/// <remarks>
/// Two files are equal if all that a replay depends on is: the case, and the header without its free text. Not for use
/// by several threads at once.
/// </remarks>
public sealed class CaseFolder(string path)
{
    internal const string Extension = ".case";
    private const int DescriptionChars = 60;

    private Dictionary<string, string>? known;
    private bool isOurs;

    /// <summary>All case files at some paths: files as they are, folders with all that is below them.</summary>
    /// <exception cref="CaseFormatException">A path does not exist, or a folder cannot be read.</exception>
    public static IReadOnlyList<string> List(IEnumerable<string> paths)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var at in paths)
        {
            found.UnionWith(Directory.Exists(at) ? Below(at) : PlainFile.Exists(at) ? [at] : throw Missing(at));
        }

        return [.. found];
    }

    /// <summary>The name of a finding: what it is about, and a hash of its content.</summary>
    public static string NameOf(CaseFile file)
    {
        var oracle = file.Header.Expect is Expectation.Fail fail ? fail.Oracle.Text() : "pass";
        var about = $"{file.Header.Runtime}-{ContainerOf(file.Case)}";
        about = about.Length <= DescriptionChars ? about : about[..DescriptionChars].TrimEnd('-');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(IdentityOf(file)));
        return $"{about}-{oracle}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}{Extension}";
    }

    /// <summary>The file of an equal finding, or null if there is none.</summary>
    /// <remarks>A file may have been deleted since it was read or written, by us or by others.</remarks>
    public string? Find(CaseFile file) =>
        Known().TryGetValue(IdentityOf(file), out var at) && PlainFile.Exists(at) ? at : null;

    /// <summary>Writes a finding unless there is an equal one; returns where it lies.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public string Save(CaseFile file)
    {
        if (Find(file) is { } equal)
        {
            // The same case, and now it is known to be minimal: what a search that was ended said of it is out of date.
            if (!file.Header.IsUnshrunk && CaseFile.Read(equal).Header.IsUnshrunk && SmallFile.IsOurs(equal))
            {
                file.Write(equal);
            }

            return equal;
        }

        var place = Path.Combine(path, NameOf(file));
        for (var i = 2; PlainFile.Exists(place); i++)
        {
            // The name of another finding: half a hash in common, or that file was edited.
            place = Path.Combine(path, Path.ChangeExtension(NameOf(file), null) + $"-{i}{Extension}");
        }

        isOurs |= !Directory.Exists(path);
        WholeFile.MakeFolder(path);
        file.Write(place);
        Known()[IdentityOf(file)] = place;
        return place;
    }

    /// <summary>Takes a finding back; a folder that was made for it goes too if it is empty then.</summary>
    public void Discard(string file)
    {
        WholeFile.Discard(file);
        if (isOurs)
        {
            WholeFile.DiscardEmptyFolder(path);
        }
    }

    private static string IdentityOf(CaseFile file) =>
        (file with
        {
            Header = file.Header with
            {
                Found = null,
                Versions = null,
                Evidence = null,
                Layer = null,
                Shows = null,
                Releases = ReleaseExpectations.None,
            },
        }).ToString();

    private static string[] Below(string folder)
    {
        try
        {
            // Links to folders are not followed: they may lead in circles. One to a file is as good as the file.
            return
            [
                .. new FileSystemEnumerable<string>(
                    folder,
                    (ref entry) => entry.ToSpecifiedFullPath(),
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        IgnoreInaccessible = false,
                        AttributesToSkip = FileAttributes.None,
                    })
                {
                    ShouldIncludePredicate = (ref entry) => !entry.IsDirectory
                        && entry.FileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase),
                    ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                },
            ];
        }
        catch (Exception e) when (FileText.IsOfTheSystem(e))
        {
            throw new CaseFormatException(0, FileText.Describe(e), folder);
        }
    }

    private static CaseFormatException Missing(string at) => new(0, "no such file or folder", at);

    /// <summary>The first container type of a case, for its name: <c>set-json</c>.</summary>
    private static string ContainerOf(StressCase stressCase)
    {
        foreach (var op in stressCase.Ops)
        {
            if (op.Operand is not null && ContainerIn(op.Operand) is { } type)
            {
                var words = type.ToString().Split(['<', '>', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
                return string.Join('-', words.Select(word => word.ToLowerInvariant()));
            }
        }

        return "no-container";
    }

    private static VeraType? ContainerIn(Expr expr)
    {
        if (expr.KnownType is { IsContainer: true } type)
        {
            return type;
        }

        foreach (var part in expr.Parts)
        {
            if (ContainerIn(part) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private Dictionary<string, string> Known()
    {
        if (known is not null)
        {
            return known;
        }

        known = new(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(path) ? List([path]) : [])
        {
            try
            {
                known.TryAdd(IdentityOf(CaseFile.Read(file)), file);
            }
            catch (CaseFormatException)
            {
                // A file that says nothing is equal to nothing.
            }
        }

        return known;
    }
}
