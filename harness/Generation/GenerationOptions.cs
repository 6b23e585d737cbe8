using System.Collections.Immutable;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>What to draw: together with a seed, all that a case depends on.</summary>
public sealed record GenerationOptions
{
    /// <summary>All kinds of elements, both containers, any schedule, hostile values, no documents.</summary>
    public static GenerationOptions Default { get; } = new();

    /// <summary>
    /// What the containers hold, at least one kind: as set elements and map values, sometimes as map keys. Other keys
    /// are scalars or strings. Kinds with type arguments take them from here too, or else Int and String.
    /// </summary>
    public ImmutableArray<TypeKind> Elements { get; init; } = [.. Enum.GetValues<TypeKind>()];

    /// <summary>Those of <see cref="Elements"/> that come twice as often.</summary>
    public ImmutableArray<TypeKind> Favoured { get; init; } = [];

    /// <summary>What the element of a container is drawn from.</summary>
    internal ImmutableArray<TypeKind> Drawn =>
        Favoured.IsEmpty ? Elements : [.. Elements, .. Favoured.Where(kind => Elements.Contains(kind))];

    /// <summary>The containers that cases make.</summary>
    public ContainerChoice Containers { get; init; } = ContainerChoice.Both;

    /// <summary>The fewest types of containers in a case; one or two come twice now and then.</summary>
    public int ContainerTypesMin { get; init; } = 1;

    /// <summary>The mean number of ops in a case; most have from half to one and a half times as many.</summary>
    public int OpsMean { get; init; } = 30;

    /// <summary>The most turns of a fold; where every allocation collects, there are fewer.</summary>
    public int FoldTurnsMax { get; init; } = GenerationLimits.FoldTurnsMax;

    /// <summary>The schedule of every case, or null: one is drawn with each case.</summary>
    public CollectionSchedule? Schedule { get; init; }

    /// <summary>
    /// How many allocations a case is expected to make: drawn collection points lie among them. Null: a guess.
    /// </summary>
    public int? AllocationsExpected { get; init; }

    /// <summary>Whether values that look like addresses, limits, NaN and odd strings are drawn.</summary>
    public bool HostileValues { get; init; } = true;

    /// <summary>What the target can judge, or null: everything. Other cases are drawn again, a few times.</summary>
    public Func<StressCase, bool>? Suits { get; init; }

    /// <summary>How many of a hundred such cases are wanted; null: all. Others come in their place.</summary>
    public Func<StressCase, int>? PercentOf { get; init; }

    /// <summary>Whether a set lists its elements in an order that is known: only then one of several is read.</summary>
    public bool SetsHaveOrder { get; init; } = true;

    /// <summary>Cases out of a hundred with branches, handlers, recursion and the like in their expressions.</summary>
    public int FormsPercent { get; init; } = 50;

    /// <summary>
    /// Of a hundred forms in expressions, those that are drawn out of the rare ones: where cases are few, each form is
    /// to have its share of them.
    /// </summary>
    public int RarePercent { get; init; }

    /// <summary>The granule at which a case's own blocks begin: drawn addresses point to it and what follows.</summary>
    public Func<HeapState, int> FirstGranule { get; init; } = static _ => 0;

    /// <summary>Where the heap usually starts, if numbers may lie in it that are no granule's address.</summary>
    public int? HeapStart { get; init; }

    /// <summary>Cases out of a hundred whose scalars are mostly addresses, in containers of many.</summary>
    public int AddressPercent { get; init; }

    /// <summary>Numbers of <see cref="Cells"/>: half of the cases aim at one of these. None: no case aims.</summary>
    public ImmutableArray<int> Aims { get; init; } = [];

    /// <summary>What a few cases take their keys from, if values may be hostile; null: no case does.</summary>
    public IKeySource? Keys { get; init; }

    /// <summary>Cases out of a hundred whose keys meet, if their containers have keys that can.</summary>
    public int MeetingPercent { get; init; } = 12;

    /// <summary>What of the heap's layout cases may say.</summary>
    public TableChoice Tables { get; init; }

    /// <summary>Cases out of a hundred that say something of it.</summary>
    public int TablesPercent { get; init; } = 25;

    /// <summary>
    /// How many out of a hundred of these have a small wrap table: one full of what lives ends a run, and says nothing.
    /// </summary>
    public int WrapPercent { get; init; } = 15;

    /// <summary>How many out of a hundred of these end at a ceiling: what needs more says nothing either.</summary>
    public int CeilingPercent { get; init; } = 3;

    /// <summary>How many out of a hundred of these have a memory that is soon refused more.</summary>
    public int MemoryPercent { get; init; } = 4;

    /// <summary>Cases out of a hundred with folds of hundreds of turns.</summary>
    public int BigPercent { get; init; }

    /// <summary>What <c>json_parse</c> and its like are given.</summary>
    public IDocumentSource Documents { get; init; } = new NoDocuments();

    /// <summary>The cells that cases drawn like this can hit.</summary>
    public CellScope Scope => new(Elements, Containers, kind => Documents.Of(VeraType.Of(kind)).Count > 0);
}

/// <summary>Where the documents come from that cases parse.</summary>
public interface IDocumentSource
{
    /// <summary>The documents that parse to a value of the type: Json, HtmlNode or MdBlock.</summary>
    IReadOnlyList<string> Of(VeraType type);

    /// <summary>A document of bounded size: the given one with a small change, or a part of it.</summary>
    /// <param name="type">What the document parses to.</param>
    /// <param name="document">One of <see cref="Of"/>.</param>
    /// <param name="below">Draws a number from 0 up to, and without, its argument: the only source of chance.</param>
    /// <param name="bytesMax">The most bytes of UTF-8 that the result may have; a longer one is not used.</param>
    string Edit(VeraType type, string document, Func<int, int> below, int bytesMax);
}

/// <summary>No documents at all: nothing is parsed.</summary>
internal sealed class NoDocuments : IDocumentSource
{
    public IReadOnlyList<string> Of(VeraType type) => [];

    public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax) => document;
}
