using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers expressions: which blocks are made in which order, and when each is pushed.</summary>
/// <remarks>
/// Constructors and array literals push their block before their parts are evaluated; strings, closures, containers
/// and callee results are pushed as they appear. What the host returns (get, listings, parse results) and what is
/// read out of a block is pushed only if more of the expression is still to be evaluated: <c>hold</c>.
/// </remarks>
internal sealed class ExprLowerer
{
    private readonly LoweredCase lowered;
    private readonly List<int> locals;
    private readonly WrapperLowerer wrappers;

    public ExprLowerer(
        LoweredCase lowered, List<int> locals, WrapperShape shape, Rooting roots)
    {
        (this.lowered, this.locals, Roots) = (lowered, locals, roots);
        wrappers = new(lowered, shape, roots);
        Blocks = new(this, lowered);
        Reads = new(this, lowered);
        Containers = new(this, lowered, shape, wrappers);
        Control = new(this, lowered, locals);
        Functions = new(this, lowered, Control);
        Values = new(this, lowered, Control);
        Cells = new(this, lowered);
        Turns = new(this, lowered);
    }

    /// <summary>Where the heap of the case starts: the value of address-like literals.</summary>
    public int HeapStart { get; set; }

    /// <summary>The registers of what is given to the program.</summary>
    public Dictionary<Expr.Argument, int> Arguments { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is pushed and popped.</summary>
    public Rooting Roots { get; }

    /// <summary>What makes blocks.</summary>
    public BlockLowerer Blocks { get; }

    /// <summary>What reads out of blocks.</summary>
    public ReadLowerer Reads { get; }

    /// <summary>What makes, changes and asks containers.</summary>
    public ContainerLowerer Containers { get; }

    /// <summary>What branches and binds.</summary>
    private ControlLowerer Control { get; }

    /// <summary>What applies functions.</summary>
    private AppliedLowerer Functions { get; }

    /// <summary>What makes functions that are values, and calls them.</summary>
    public FunctionLowerer Values { get; }

    /// <summary>What keeps State.</summary>
    public CellLowerer Cells { get; }

    /// <summary>What counts the turns of the innermost fold.</summary>
    public TurnLowerer Turns { get; }

    /// <summary>Evaluates an expression into a register. With <paramref name="hold"/> its value is rooted.</summary>
    public int Evaluate(Expr expr, bool hold, RootPlace place = RootPlace.Operand)
    {
        switch (expr)
        {
            case Expr.Local local:
                return locals[local.Id];
            case Expr.Int number:
                return Constant(SlotShape.I64, number.Value);
            case Expr.Nat number:
                return Constant(SlotShape.I64, number.Value);
            case Expr.Bool flag:
                return Constant(SlotShape.I32, flag.Value ? 1 : 0);
            case Expr.Byte number:
                return Constant(SlotShape.I32, number.Value);
            case Expr.Float64 number:
                return Constant(SlotShape.F64, number.Bits);
            case Expr.Text text:
                return Blocks.Text(text.Value);
            case Expr.Decimal number:
                return Decimal(number.Quarters);
            case Expr.Argument argument:
                return Arguments[argument];
            case Expr.Address address:
                return Address(address);
            case Expr.Turn index:
                return Turns.Number(index.Of);
            case Expr.Construct node:
                return Blocks.Construct(node);
            case Expr.ArrayOf array:
                return Blocks.Array(array);
            case Expr.Closure closure:
                return Blocks.Closure(closure);
            case Expr.Function function:
                return Values.Function(function);
            case Expr.Container container:
                return Containers.Container(container);
            case Expr.Builtin builtin:
                var result = OperationLowerings.Of[builtin.Operation](this, builtin);
                return RootsItsResult(builtin.Operation) ? result : Held(result, expr, hold, place);
            case Expr.Fold fold:
                return Containers.Fold(fold);
            case Expr.Item item:
                return Held(Reads.Item(item), expr, hold, place);
            case Expr.Parse parse:
                return Held(Reads.Parse(parse), expr, hold, place);
            case Expr.State:
                return Held(Cells.Read(expr.Type), expr, hold, place);
            case Expr.Cell cell:
                return Held(Cells.Cell(cell), expr, hold, place);
            case Expr.Store store:
                return Held(Cells.Store(store), expr, hold, place);
            case Expr.Call call:
                return Call(call);
            case Expr.Bound bound:
                return Control.Bound(bound.Up);
            case Expr.If branch:
                return Held(Control.If(branch), expr, hold, place);
            case Expr.Block block:
                return Held(Control.Block(block), expr, hold, place);
            case Expr.Match match:
                return Held(Control.Match(match), expr, hold, place);
            case Expr.Try attempt:
                return Held(Control.Try(attempt), expr, hold, place);
            case Expr.Throw thrown:
                return Control.Throw(thrown);
            case Expr.Recursion recursion:
                return Control.Recursion(recursion.Calls, recursion.Type);
            case Expr.Mutual mutual:
                return Control.Recursion(mutual.Calls, mutual.Type);
            case Expr.Contract contract:
                return Control.Contract(contract);
            case Expr.Passed passed:
                return Control.Passed(passed);
            case Expr.Applied applied:
                return Functions.Applied(applied);
            default:
                throw new UnreachableException($"no lowering for {expr.GetType().Name}");
        }
    }

    /// <summary>The host is asked; what it is given stays rooted meanwhile.</summary>
    public int Compute(Expr.Builtin node)
    {
        Span<int> arguments = [-1, -1, -1];
        for (var i = 0; i < node.Operands.Length; i++)
        {
            arguments[i] = Evaluate(node.Operands[i], hold: true);
        }

        var import = HostImport.Computing(node);
        return lowered.CallHost(import, import.Result, arguments[0], arguments[1], arguments[2]);
    }

    /// <summary>A container that is made is pushed with its wrapper; everything else only where it is held.</summary>
    private static bool RootsItsResult(Operation operation) => operation.Result.Kind is TypeKind.Set or TypeKind.Map;

    private int Held(int register, Expr expr, bool hold, RootPlace place)
    {
        if (hold)
        {
            Roots.Keep(place, register, expr.Type);
        }

        return register;
    }

    private int Constant(SlotShape kind, long value) => lowered.Constant(kind, value);

    private int Address(Expr.Address address) => address.Of.Shape.IsPair()
        ? Blocks.Text(HeapAddress.Text(HeapStart, address))
        : Constant(address.Of.Passed, HeapAddress.Bits(HeapStart, address));

    private int Decimal(long quarters) => quarters % 4 == 0
        ? DecimalOf(HostFunction.DecimalFromInt, Constant(SlotShape.I64, quarters / 4))
        : DecimalOf(
            HostFunction.DecimalFromFloat, Constant(SlotShape.F64, BitConverter.DoubleToInt64Bits(quarters / 4.0)));

    /// <summary>A decimal that the host makes of another number.</summary>
    public int DecimalOf(HostFunction function, int number) =>
        wrappers.Wrap(Wrapper.DecimalKind, lowered.CallHost(HostImport.Of(function), SlotShape.I32, number));

    private int Call(Expr.Call call)
    {
        var saved = Roots.Enter();
        var result = Evaluate(call.Body, hold: false);
        Roots.Leave(saved);
        Roots.Keep(RootPlace.Result, result, call.Type);
        return result;
    }
}
