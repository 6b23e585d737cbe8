namespace Vera.GcStress.Programs;

/// <summary>Where the heap of a case lies and how large its tables are, as far as the case says so.</summary>
/// <remarks>A case that says nothing, as most do, runs on whatever its target has. Numbers are within limits.</remarks>
/// <param name="Start">By how many bytes the heap starts later.</param>
/// <param name="Shadow">Slots of the shadow stack; null: as the target has it.</param>
/// <param name="Worklist">Slots of the worklist, or null.</param>
/// <param name="Wrap">Entries of the wrap table, or null.</param>
/// <param name="Page">Bytes of a page that memory grows by, or null.</param>
/// <param name="Ceiling">Bytes from the heap's start to where it ends for good, or null.</param>
/// <param name="Memory">Bytes from the heap's start up to which memory may grow, or null.</param>
public sealed record HeapTables(
    int Start, int? Shadow, int? Worklist, int? Wrap, int? Page, int? Ceiling = null, int? Memory = null)
{
    /// <summary>Everything as the target has it.</summary>
    public static HeapTables Usual { get; } = new(0, null, null, null, null);

    /// <summary>Whether the case says nothing.</summary>
    public bool IsUsual => this == Usual;

    /// <summary>
    /// Whether memory is to begin with as little as can be, and to grow while the case runs: pages are WebAssembly's.
    /// </summary>
    public bool AreRealPages => Page == CaseLimits.RealPageBytes;

    /// <summary>What the case says, by the words of its text.</summary>
    internal IEnumerable<(string Name, int Size)> Said() =>
        from one in new (string Name, int? Size)[]
        {
            ("start", Start == 0 ? null : Start), ("shadow", Shadow), ("worklist", Worklist), ("wrap", Wrap),
            ("page", Page), ("ceiling", Ceiling), ("memory", Memory),
        }
        where one.Size is not null
        select (one.Name, one.Size!.Value);

    /// <summary>The same with another size; null: as the target has it.</summary>
    internal HeapTables With(string name, int? size) => name switch
    {
        "start" => this with { Start = size ?? 0 },
        "shadow" => this with { Shadow = size },
        "worklist" => this with { Worklist = size },
        "wrap" => this with { Wrap = size },
        "page" => this with { Page = size },
        "ceiling" => this with { Ceiling = size },
        "memory" => this with { Memory = size },
        _ => throw new ArgumentException($"no table is called {name}", nameof(name)),
    };

    /// <summary>What each word may say: at least, and at most.</summary>
    internal static IReadOnlyDictionary<string, (int Least, int Most)> Limits { get; } =
        new Dictionary<string, (int, int)>
        {
            ["start"] = (0, CaseLimits.StartBytes),
            ["shadow"] = (1, CaseLimits.TableEntries),
            ["worklist"] = (1, CaseLimits.TableEntries),
            ["wrap"] = (1, CaseLimits.TableEntries),
            ["page"] = (CaseLimits.PageBytesLeast, CaseLimits.PageBytes),
            ["ceiling"] = (CaseLimits.CeilingBytesLeast, CaseLimits.CeilingBytes),
            ["memory"] = (CaseLimits.CeilingBytesLeast, CaseLimits.CeilingBytes),
        };

    /// <summary>The tables within their limits.</summary>
    internal HeapTables Clamped()
    {
        var clamped = this;
        foreach (var (name, size) in Said())
        {
            var (least, most) = Limits[name];
            clamped = size < least || size > most ? clamped.With(name, Math.Clamp(size, least, most)) : clamped;
        }

        return clamped;
    }
}
