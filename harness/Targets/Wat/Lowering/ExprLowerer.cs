using System.Diagnostics;
using System.Globalization;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers expressions: which blocks are made in which order, and when each is pushed.</summary>
/// <remarks>
/// Constructors and array literals push their block before their parts are evaluated; strings, closures, containers
/// and callee results are pushed as they appear. What the host returns (get, listings, parse results) and what is
/// read out of a block is pushed only if more of the expression is still to be evaluated: <c>hold</c>.
/// </remarks>
internal sealed class ExprLowerer(
    LoweredCase lowered, List<int> locals, int heapStart, WrapperShape shape, PlantedFault fault)
{
    private readonly WrapperLowerer wrappers = new(lowered, shape, fault);
    private int turn;
    private int stateRegister;
    private int stateSlot;

    /// <summary>What is pushed and popped, for those who lower what surrounds expressions too.</summary>
    public RootLowerer Roots { get; } = new(lowered, fault);

    /// <summary>Evaluates an expression into a register. With <paramref name="hold"/> its value is rooted.</summary>
    public int Evaluate(Expr expr, bool hold)
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
                return Text(text.Value);
            case Expr.Decimal number:
                return Decimal(number.Quarters);
            case Expr.Address address:
                return Address(address);
            case Expr.Turn index:
                return Evaluate(Turn(index.Of), hold);
            case Expr.Construct node:
                return Construct(node);
            case Expr.ArrayOf array:
                return Array(array);
            case Expr.Closure closure:
                return Closure(closure);
            case Expr.Container container:
                return Container(container);
            case Expr.Insert insert:
                return Insert(insert.Type, Evaluate(insert.Into, hold: true), insert.Key, insert.Value);
            case Expr.Remove remove:
                return Remove(remove);
            case Expr.Fold fold:
                return Fold(fold);
            case Expr.Call call:
                return Call(call);
            default:
                return Held(Read(expr), expr.Type, hold && !Roots.LosesOperand(expr));
        }
    }

    public void DeclareState(VeraType type)
    {
        stateSlot = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Enter, stateSlot);
        lowered.Add(Code.Push, Constant(SlotShape.I32, 0));
        stateRegister = lowered.Register(type.Passed);
        lowered.GlobalRegisters.Add(stateSlot);
        lowered.GlobalRegisters.Add(stateRegister);
        if (type.Passed.IsPair())
        {
            lowered.GlobalRegisters.Add(stateRegister + 1);
        }
    }

    public void PutState(Expr value)
    {
        var register = Evaluate(value, hold: false);
        lowered.Add(Code.Move, stateRegister, register, kind: value.Type.Passed);
        if (value.Type.IsHeap && fault != PlantedFault.StateUnrooted)
        {
            lowered.Add(Code.SetRoot, stateSlot, register);
        }
    }

    /// <summary>Expressions that read: their value is not rooted by the reading itself.</summary>
    private int Read(Expr expr) => expr switch
    {
        Expr.Get get => Get(get),
        Expr.Contains contains => Ask(contains),
        Expr.Size size => AskSize(size),
        Expr.Listing listing => List(listing),
        Expr.Item item => Item(item),
        Expr.Apply apply => Apply(apply),
        Expr.Parse parse => Parse(parse),
        Expr.State => Copy(stateRegister, expr.Type.Passed),
        _ => throw new UnreachableException($"no lowering for {expr.GetType().Name}"),
    };

    private int Held(int register, VeraType type, bool hold)
    {
        if (hold)
        {
            Roots.PushIfHeap(register, type);
        }

        return register;
    }

    private int Constant(SlotShape kind, long value) => lowered.Constant(kind, value);

    private int Copy(int from, SlotShape kind)
    {
        var register = lowered.Register(kind);
        lowered.Add(Code.Move, register, from, kind: kind);
        return register;
    }

    private int Allocate(int bytes, bool pointerFree, bool rooted = true)
    {
        var block = lowered.Register(SlotShape.I32);
        lowered.Add(pointerFree ? Code.AllocData : Code.Alloc, block, imm: bytes);
        if (rooted)
        {
            lowered.Add(Code.Push, block);
        }

        return block;
    }

    private int Pair(int pointer, long length)
    {
        var pair = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Move, pair, pointer, kind: SlotShape.I32);
        lowered.Add(Code.Const, pair + 1, imm: length, kind: SlotShape.I32);
        return pair;
    }

    private int EmptyPair()
    {
        var pair = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Const, pair, imm: 0, kind: SlotShape.I32);
        lowered.Add(Code.Const, pair + 1, imm: 0, kind: SlotShape.I32);
        return pair;
    }

    private int Text(string value)
    {
        if (value.Length == 0)
        {
            return EmptyPair();
        }

        var number = lowered.AddText(value);
        var bytes = lowered.Text(number).Length;
        var block = Allocate(bytes, pointerFree: fault != PlantedFault.StringsScanned);
        lowered.Add(Code.Bytes, block, imm: number);
        return Pair(block, bytes);
    }

    private int Address(Expr.Address address) => address.Of.Shape.IsPair()
        ? Text(HeapAddress.Text(heapStart, address))
        : Constant(address.Of.Passed, HeapAddress.Bits(heapStart, address));

    private Expr Turn(VeraType type) => type.Kind switch
    {
        TypeKind.Int => new Expr.Int(turn),
        TypeKind.Nat => new Expr.Nat(turn),
        TypeKind.Bool => new Expr.Bool(turn % 2 == 1),
        TypeKind.Byte => new Expr.Byte((byte)(turn & 255)),
        TypeKind.Float64 => Expr.Float64.From(turn),
        TypeKind.String => new Expr.Text(turn.ToString(CultureInfo.InvariantCulture)),
        TypeKind.Decimal => new Expr.Decimal(turn * 4L),
        _ => throw new UnreachableException($"a turn is no {type}"),
    };

    private int Decimal(long quarters)
    {
        var whole = quarters % 4 == 0;
        var argument = whole
            ? Constant(SlotShape.I64, quarters / 4)
            : Constant(SlotShape.F64, BitConverter.DoubleToInt64Bits(quarters / 4.0));
        var function = whole ? HostFunction.DecimalFromInt : HostFunction.DecimalFromFloat;
        var handle = CallHost(HostImport.Of(function), SlotShape.I32, argument);
        return wrappers.Wrap(Wrapper.DecimalKind, handle);
    }

    private int Construct(Expr.Construct node)
    {
        var layout = BlockLayout.Of(node.Of, node.Tag);
        var rooted = fault != PlantedFault.ConstructUnrooted;
        var block = Allocate(layout.Bytes, layout.IsPointerFree, rooted);
        lowered.StoreWord(block, 0, node.Tag);
        for (var i = 0; i < node.Fields.Length; i++)
        {
            var field = Evaluate(node.Fields[i], hold: false);
            lowered.Add(Code.Store, block, field, imm: layout.Offsets[i], kind: layout.Fields[i].Passed);
        }

        if (!rooted)
        {
            lowered.Add(Code.Push, block);
        }

        return block;
    }

    private int Array(Expr.ArrayOf array)
    {
        if (array.Items.Length == 0)
        {
            return EmptyPair();
        }

        var element = array.Of.First;
        var bytes = element.Shape.ElementBytes();
        var rooted = fault != PlantedFault.ArrayUnrooted;
        var block = Allocate(checked(array.Items.Length * bytes), !element.IsHeap, rooted);
        for (var i = 0; i < array.Items.Length; i++)
        {
            lowered.Add(Code.Store, block, Evaluate(array.Items[i], hold: false), imm: i * bytes, kind: element.Shape);
        }

        if (!rooted)
        {
            lowered.Add(Code.Push, block);
        }

        return Pair(block, array.Items.Length);
    }

    private int Closure(Expr.Closure closure)
    {
        var layout = BlockLayout.OfClosure(closure.Of);
        var capture = Evaluate(closure.Capture, hold: fault != PlantedFault.CaptureUnrooted);
        var block = Allocate(layout.Bytes, layout.IsPointerFree);
        lowered.StoreWord(block, 0, lowered.ClosureNumber(closure.Of));
        var kind = fault == PlantedFault.CaptureHalved && closure.Of.First.Passed.IsPair()
            ? SlotShape.I32
            : closure.Of.First.Passed;
        lowered.Add(Code.Store, block, capture, imm: layout.Offsets[0], kind: kind);
        return block;
    }

    private int Container(Expr.Container container)
    {
        var isMap = container.Of.Kind == TypeKind.Map;
        var step = isMap ? 2 : 1;
        var made = Returned(container.Of, shape.NamesTypes
            ? HostImport.NewOf(container.Of)
            : HostImport.Of(isMap ? HostFunction.MapNew : HostFunction.SetNew));
        for (var i = 0; i + step <= container.Entries.Length; i += step)
        {
            made = Insert(container.Of, made, container.Entries[i], isMap ? container.Entries[i + 1] : null);
        }

        return made;
    }

    private int Insert(VeraType type, int into, Expr key, Expr? value)
    {
        var container = wrappers.Unwrapped(into);
        var keyRegister = Evaluate(key, hold: true);
        var valueRegister = value is null ? -1 : Evaluate(value, hold: true);
        var keyTag = type.First.Passed;
        var import = type.Kind == TypeKind.Set
            ? HostImport.Of(HostFunction.SetAdd, keyTag)
            : HostImport.Of(HostFunction.MapInsert, keyTag, type.Second.Passed);
        return Returned(type, import, container, keyRegister, valueRegister);
    }

    private int Remove(Expr.Remove remove)
    {
        var container = wrappers.Unwrapped(Evaluate(remove.From, hold: true));
        var key = Evaluate(remove.Key, hold: true);
        var function = remove.Type.Kind == TypeKind.Set ? HostFunction.SetRemove : HostFunction.MapRemove;
        return Returned(remove.Type, HostImport.Of(function, remove.Type.First.Passed), container, key);
    }

    /// <summary>One turn after the other: each leaves nothing on the shadow stack but its new accumulator.</summary>
    private int Fold(Expr.Fold fold)
    {
        var (outer, made, lastRoot) = (turn, Evaluate(fold.Into, hold: true), Roots.BeforeLast);
        var saved = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Enter, saved);
        for (turn = 0; turn < fold.Count; turn++)
        {
            made = Insert(fold.Type, made, fold.Key, fold.Value);
            Roots.Leave(saved, PlantedFault.BuilderLeaks);
            lowered.Add(Code.Push, made);
        }

        Roots.EndBuilder(made, lastRoot);
        turn = outer;
        return made;
    }

    private int Call(Expr.Call call)
    {
        var saved = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Enter, saved);
        var result = Evaluate(call.Body, hold: false);
        Roots.Leave(saved, PlantedFault.CalleeLeaks);
        Roots.PushResult(result, call.Type);
        return result;
    }

    private int Get(Expr.Get get)
    {
        var container = wrappers.Unwrapped(Evaluate(get.From, hold: true));
        var key = Evaluate(get.Key, hold: true);
        var (keys, values) = (get.From.Type.First, get.From.Type.Second);
        var import = HostImport.Of(HostFunction.MapGet, keys.Passed, values.Passed);
        return CallHost(import, SlotShape.I32, container, key);
    }

    private int Ask(Expr.Contains contains)
    {
        var container = wrappers.Unwrapped(Evaluate(contains.In, hold: true));
        var key = Evaluate(contains.Key, hold: true);
        var type = contains.In.Type;
        var function = type.Kind == TypeKind.Set ? HostFunction.SetContains : HostFunction.MapContains;
        return CallHost(HostImport.Of(function, type.First.Passed), SlotShape.I32, container, key);
    }

    private int AskSize(Expr.Size size)
    {
        var function = size.Of.Type.Kind == TypeKind.Set ? HostFunction.SetSize : HostFunction.MapSize;
        return CallHost(HostImport.Of(function), SlotShape.I64, wrappers.Unwrapped(Evaluate(size.Of, hold: true)));
    }

    private int List(Expr.Listing listing)
    {
        var container = wrappers.Unwrapped(Evaluate(listing.Of, hold: true));
        var type = listing.Of.Type;
        var keys = type.First.Passed;
        var import = listing.Kind switch
        {
            ListingKind.Elements => HostImport.Of(HostFunction.SetToArray, keys),
            ListingKind.Keys => HostImport.Of(HostFunction.MapKeys, keys),
            _ => HostImport.Of(HostFunction.MapValues, value: type.Second.Passed),
        };
        var array = CallHost(import, SlotShape.Items, container);
        if (listing.Type.First.Shape != SlotShape.Byte)
        {
            return array;
        }

        // The host cannot tell a Bool from a pointer and gives 4 bytes an item; an array of them has 1.
        var narrow = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Narrow, narrow, array);
        return narrow;
    }

    private int Item(Expr.Item item)
    {
        var array = Evaluate(item.Of, hold: false);
        var type = item.Type;
        var result = lowered.Register(type.Passed);
        var offset = (long)item.Index * type.Shape.ElementBytes();
        lowered.Add(Code.IfLonger, array + 1, imm: item.Index);
        lowered.Add(Code.Load, result, array, imm: offset, kind: type.Shape);
        OtherwiseDefault(result, type);
        return result;
    }

    private int Apply(Expr.Apply apply)
    {
        var closure = Evaluate(apply.Of, hold: false);
        var result = lowered.Register(apply.Type.Passed);
        var number = lowered.ClosureNumber(apply.Of.Type);
        lowered.Add(Code.Apply, result, closure, imm: number, kind: apply.Type.Passed);
        return result;
    }

    /// <summary>Parses, and takes the payload out of Ok; an Err gives the type's default value.</summary>
    private int Parse(Expr.Parse parse)
    {
        var text = Text(parse.Document);
        var function = parse.Of.Kind switch
        {
            TypeKind.Json => HostFunction.JsonParse,
            TypeKind.HtmlNode => HostFunction.HtmlParse,
            _ => HostFunction.MdParse,
        };
        var box = CallHost(HostImport.Of(function), SlotShape.I32, text);
        var result = lowered.Register(SlotShape.I32);
        lowered.Add(Code.IfTag, box, imm: 0);
        lowered.Add(Code.Load, result, box, imm: 4, kind: SlotShape.I32);
        OtherwiseDefault(result, parse.Of);
        return result;
    }

    private void OtherwiseDefault(int result, VeraType type)
    {
        lowered.Add(Code.Else);
        lowered.Add(Code.Move, result, Evaluate(Defaults.Of(type), hold: false), kind: type.Passed);
        lowered.Add(Code.End);
    }

    private int CallHost(HostImport import, SlotShape result, int a = -1, int b = -1, int c = -1)
    {
        var register = lowered.Register(result);
        lowered.Add(Code.Host, a, b, c, register, lowered.ImportNumber(import), result);
        return register;
    }

    /// <summary>A container that an import returned, wrapped if need be, and pushed.</summary>
    private int Returned(VeraType type, HostImport import, int a = -1, int b = -1, int c = -1)
    {
        var result = CallHost(import, SlotShape.I32, a, b, c);
        if (shape.UsesHandles)
        {
            return wrappers.Wrap(type.Kind == TypeKind.Map ? (int)ContainerKind.Map : (int)ContainerKind.Set, result);
        }

        if (fault != PlantedFault.ChainUnrooted)
        {
            lowered.Add(Code.Push, result);
        }

        return result;
    }
}
