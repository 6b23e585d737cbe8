using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Fills a library from folders; what cannot be used is counted and passed over.</summary>
internal sealed class DocumentLoader
{
    private readonly ImmutableArray<string>.Builder json = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder html = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder markdown = ImmutableArray.CreateBuilder<string>();
    private readonly int[] skipped = new int[Enum.GetValues<SkipReason>().Length];
    private readonly ImmutableArray<(string File, SkipReason Why)>.Builder skippedFiles =
        ImmutableArray.CreateBuilder<(string File, SkipReason Why)>();
    private int filesSeen;
    private int libraryBytes;

    private int Usable => json.Count + html.Count + markdown.Count;

    /// <exception cref="DocumentException">The folder is missing, or nothing in it can be used.</exception>
    public void Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DocumentException($"no such folder of documents: {folder}");
        }

        var (usableBefore, seenBefore) = (Usable, filesSeen);
        var leftOutBefore = skipped[(int)SkipReason.LibraryFull];
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (pending.TryPop(out var directory))
        {
            foreach (var below in Entries(directory))
            {
                pending.Push(below);
            }
        }

        // A library that was full already says nothing against this folder.
        if (Usable == usableBefore && skipped[(int)SkipReason.LibraryFull] == leftOutBefore)
        {
            throw new DocumentException(filesSeen == seenBefore
                ? $"no .json, .html, .htm, .md or .markdown file below {folder}"
                : $"no document below {folder} can be used: {ToReport()}");
        }
    }

    public DocumentLibrary ToLibrary() =>
        new(json.ToImmutable(), html.ToImmutable(), markdown.ToImmutable(), ToReport());

    /// <summary>Takes the files of a folder and gives its subfolders, the last one first.</summary>
    private List<DirectoryInfo> Entries(DirectoryInfo directory)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = directory.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            Skip(directory, SkipReason.Unreadable);
            return [];
        }

        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var below = new List<DirectoryInfo>();
        foreach (var entry in entries)
        {
            if (entry is FileInfo file)
            {
                Take(file);
            }
            else if (entry is DirectoryInfo next && !IsLink(next))
            {
                below.Add(next);
            }
        }

        below.Reverse();
        return below;
    }

    private void Take(FileInfo file)
    {
        if (TypeOf(file.Extension) is not { } type)
        {
            return;
        }

        filesSeen++;
        try
        {
            Take(file, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            Skip(file, SkipReason.Unreadable);
        }
    }

    private void Take(FileInfo file, VeraType type)
    {
        var problem = ProblemBeforeReading(file);
        var text = problem is null ? Read(file, out problem) : null;
        if (text is not null && !DocumentParser.TryParse(type, text, out _, out _))
        {
            problem = SkipReason.Unparsable;
        }

        if (problem is { } reason)
        {
            Skip(file, reason);
            return;
        }

        libraryBytes += Encoding.UTF8.GetByteCount(text!);
        ListOf(type).Add(text!);
    }

    private SkipReason? ProblemBeforeReading(FileInfo file) => IsLink(file) ? SkipReason.Link
        : PlainFile.WhyNot(file.FullName) is not null ? SkipReason.NoFile
        : file.Length switch
        {
            0 => SkipReason.Empty,
            > DocumentLimits.BytesMax => SkipReason.TooLarge,
            var length when length > DocumentLimits.LibraryBytesMax - libraryBytes => SkipReason.LibraryFull,
            _ => null,
        };

    private static string? Read(FileInfo file, out SkipReason? problem)
    {
        // The file may have grown since it was listed.
        problem = SkipReason.TooLarge;
        if (PlainFile.Bytes(file.FullName, DocumentLimits.BytesMax) is not { } read)
        {
            return null;
        }

        var bytes = read.AsSpan();
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes["\uFEFF"u8.Length..];
        }

        problem = Utf8.IsValid(bytes) ? null : SkipReason.NotUtf8;
        return problem is null ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static VeraType? TypeOf(string extension) => extension.ToLowerInvariant() switch
    {
        ".json" => VeraType.Json,
        ".html" or ".htm" => VeraType.HtmlNode,
        ".md" or ".markdown" => VeraType.MdBlock,
        _ => null,
    };

    private ImmutableArray<string>.Builder ListOf(VeraType type) =>
        type == VeraType.Json ? json : type == VeraType.HtmlNode ? html : markdown;

    private void Skip(FileSystemInfo entry, SkipReason reason)
    {
        skipped[(int)reason]++;
        skippedFiles.Add((entry.FullName, reason));
    }

    private LoadReport ToReport()
    {
        var reasons = Enum.GetValues<SkipReason>().Where(r => skipped[(int)r] > 0);
        return new LoadReport(
            filesSeen,
            json.Count,
            html.Count,
            markdown.Count,
            reasons.ToImmutableSortedDictionary(r => r, r => skipped[(int)r]))
        {
            SkippedFiles = skippedFiles.ToImmutable(),
        };
    }
}
