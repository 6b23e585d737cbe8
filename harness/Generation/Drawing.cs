using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>A case in the making: its ops so far, and all that the next step needs to know.</summary>
internal sealed class Drawing
{
    private const int HostileCasesPercent = 70;
    private const int DensePercent = 85;

    private readonly List<Op> ops = new(48);
    private readonly ControlDrawing control;

    public Drawing(Draw draw, GenerationOptions options, CollectionSchedule schedule, HeapState heap, CaseAim aim)
    {
        (Draw, Aim) = (draw, aim);
        var dense = options.HostileValues && options.AddressPercent > 0 && draw.Chance(options.AddressPercent);
        options = dense ? options with { Elements = Numbers(options.Elements) } : options;
        Palette = TypePalette.FromDraw(draw, options, aim);
        Keys = KeyPool.FromDraw(draw, options, Palette);
        var hostile = options.HostileValues && draw.Chance(HostileCasesPercent) ? draw.Between(5, 50) : 0;
        var scalars = new ScalarValues(draw, dense ? DensePercent : hostile)
        {
            FirstGranule = options.FirstGranule(heap),
            MostlyAddresses = dense,
            Keys = Keys,
            HeapStart = options.HeapStart,
        };
        Values = new(draw, options, Scope, scalars) { IsDense = dense };
        Pressure = new(draw, schedule);
        Turns = new(draw, options, schedule);
        control = new(draw, options, Scope, Palette, Values, Turns);
    }

    public Draw Draw { get; }

    public CaseAim Aim { get; }

    public TypePalette Palette { get; }

    public Scope Scope { get; } = new();

    public ValueDrawing Values { get; }

    public PressureDrawing Pressure { get; }

    public FoldTurns Turns { get; }

    /// <summary>Keys that meet in the case's containers; null in most cases.</summary>
    public KeyPool? Keys { get; }

    public IReadOnlyList<Op> Ops => ops;

    /// <summary>Whether something went into a container and no pressure has followed yet.</summary>
    public bool Untested { get; private set; }

    public void Emit(Op op) => ops.Add(op);

    public void Observe(Expr value) => Emit(new Op.Observe(Operand(value)));

    /// <summary>What an op evaluates, before it binds anything: there may be branches and blocks in it.</summary>
    public Expr Operand(Expr value) => control.Somewhere(value);

    public int Let(Expr value, VeraType type, KeyChain? keys = null, int tag = -1)
    {
        var operand = Operand(value);
        var id = Scope.Bind(type, keys, tag);
        Emit(new Op.Let(id, operand));
        return id;
    }

    public Expr.Local Local(int id) => new(id, Scope[id].Type);

    /// <summary>What can hold an address, or everything where nothing can.</summary>
    private static ImmutableArray<TypeKind> Numbers(ImmutableArray<TypeKind> elements)
    {
        ImmutableArray<TypeKind> numbers =
            [.. elements.Where(e => e is TypeKind.Int or TypeKind.Nat or TypeKind.Float64 or TypeKind.Tuple)];
        return numbers.IsEmpty ? elements : numbers;
    }

    /// <summary>A content type of the palette.</summary>
    public VeraType Content() => Draw.Of<VeraType>(Palette.Contents);

    /// <summary>
    /// The expression in a callee, in a percentage of draws: then nothing it made stays rooted here.
    /// </summary>
    public Expr MaybeCalled(Expr value, int percent) => Draw.Chance(percent) ? new Expr.Call(value) : value;

    /// <summary>A visible container, or -1.</summary>
    public int PickContainer()
    {
        var local = Scope.Pick(Draw, Draw.Of<VeraType>(Palette.Containers));
        return local >= 0 ? local : Scope.Pick(Draw, known => known.Type.IsContainer);
    }

    /// <summary>A new version of a container was made, or a new container.</summary>
    public void Inserted() => Untested = true;

    public void EmitPressure()
    {
        Pressure.Emit(ops);
        Untested = false;
    }
}
