using System.Collections.Immutable;
using System.Numerics;
using Vera.GcStress.Coverage;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation.Choices;

/// <summary>What one case goes for, if anything: a cell that few cases have hit.</summary>
/// <remarks>
/// To aim is to draw what the cell needs more often, not to force it: the case stays as mixed as any other, and may
/// miss.
/// </remarks>
internal sealed record CaseAim(Cell? Cell)
{
    private const int AimedPercent = 50;

    public static CaseAim None { get; } = new((Cell?)null);

    /// <summary>The type that a container of the case has to have.</summary>
    public TypeKind? Element => Cell?.About;

    public ContainerForm? Form => Cell is Cell.Operated operated ? operated.Form : null;

    public HeapState? Heap => Cell is Cell.InHeap start
        ? (HeapState)BitOperations.TrailingZeroCount((int)start.Heap)
        : null;

    /// <summary>Whether a collection has to take place inside one op.</summary>
    public bool IsInside => Cell is Cell.Operated { Moment: Moment.During };

    /// <summary>Half of the cases aim at one of the cells with these numbers.</summary>
    public static CaseAim From(Draw draw, ImmutableArray<int> cells) => cells.IsEmpty || !draw.Chance(AimedPercent)
        ? None
        : new(Cells.At(draw.Of<int>(cells.AsSpan())));

    /// <summary>Whether a step of this kind is what the cell needs.</summary>
    public bool Wants(StepKind step) => Cell switch
    {
        Cell.Operated operated => step == StepOf(operated.Operation),
        Cell.From from => Gives(step, from.Origin),
        Cell.Beside beside => Holds(step, beside.Holder),
        _ => false,
    };

    private static StepKind StepOf(OperationAxis operation) => operation switch
    {
        OperationAxis.New => StepKind.New,
        OperationAxis.InsertAgain => StepKind.InsertAgain,
        OperationAxis.Remove => StepKind.Remove,
        OperationAxis.RemoveMissing => StepKind.RemoveMissing,
        OperationAxis.Contains => StepKind.Contains,
        OperationAxis.Get => StepKind.Get,
        OperationAxis.Size => StepKind.Size,
        OperationAxis.Iterate => StepKind.List,
        OperationAxis.Fold => StepKind.Fold,
        OperationAxis.OldVersion => StepKind.Reread,
        _ => StepKind.Insert,
    };

    private static bool Gives(StepKind step, OriginAxis origin) => origin switch
    {
        OriginAxis.Get => step == StepKind.Get,
        OriginAxis.Elements or OriginAxis.Keys or OriginAxis.Values => step == StepKind.List,
        OriginAxis.Field or OriginAxis.ArrayItem or OriginAxis.Capture => step is StepKind.Hold or StepKind.Open,
        _ => step == StepKind.Insert,
    };

    private static bool Holds(StepKind step, HolderAxis holder) => holder switch
    {
        HolderAxis.Let => step == StepKind.Element,
        HolderAxis.Match or HolderAxis.Destructured => step is StepKind.Hold or StepKind.Open,
        HolderAxis.Operand => step == StepKind.New,
        HolderAxis.TailArgument => step == StepKind.Tail,
        HolderAxis.Capture or HolderAxis.Field => step == StepKind.Hold,
        HolderAxis.State => step == StepKind.Put,
        _ => step == StepKind.Insert,
    };
}
