using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>The steps that make, change and read containers.</summary>
internal sealed partial class ContainerSteps(Drawing drawing)
{
    /// <summary>Insertions that happen in a callee: there only the container keeps what it was given.</summary>
    private const int CalledPercent = 55;

    private readonly Draw draw = drawing.Draw;
    private readonly Scope scope = drawing.Scope;
    private int foldsLeft = GenerationLimits.FoldsPerCaseMax;

    public void New() => New(draw.Of<VeraType>(drawing.Palette.Containers));

    /// <summary>A container of the type; one in four is empty. Where keys meet, many have all of these.</summary>
    public int New(VeraType type)
    {
        var met = Met(type);
        var stride = type.Arguments.Length;
        var entries = new Expr[stride * (met.Length > 0 ? met.Length : draw.Between(0, drawing.Values.EntriesMax))];
        var first = met.Length > 0 ? draw.Below(met.Length) : 0;
        KeyChain? keys = null;
        for (var i = 0; i < entries.Length; i++)
        {
            var isKey = i % stride == 0;
            entries[i] = isKey && met.Length > 0
                ? met[(first + (i / stride)) % met.Length]
                : drawing.Values.Of(type.Arguments[i % stride]);
            keys = isKey ? With(keys, entries[i]) : keys;
        }

        drawing.Inserted();
        var made = new Expr.Container(type, [.. entries]);
        return drawing.Let(drawing.MaybeCalled(made, CalledPercent), type, keys);
    }

    /// <summary>The keys of a container that meet, if this step is to be about them; none otherwise.</summary>
    private Expr[] Met(VeraType container, int percent = GenerationLimits.WalkPercent) =>
        drawing.Keys is { } pool && draw.Chance(percent) ? pool.Of(container.First) : [];

    /// <summary>
    /// Keys that meet go in and out, one after the other: a trie grows to its last level, and comes back up.
    /// </summary>
    private void Walk(int container, Expr[] met)
    {
        Expr version = drawing.Local(container);
        var removed = draw.Of<int>([5, 40, 95]);
        var value = Value(container);
        var (first, keys) = (draw.Below(met.Length), scope[container].Keys);
        for (var i = draw.Chance(50) ? 0 : draw.Below(met.Length); i < met.Length; i++)
        {
            var key = met[(first + i) % met.Length];
            var removes = draw.Chance(removed);
            keys = removes ? keys : With(keys, key);
            version = removes
                ? ContainerExprs.Remove(version, key)
                : ContainerExprs.Insert(version, key, value);
        }

        drawing.Inserted();
        Version(container, version, keys);
    }

    public void Insert()
    {
        var into = Container();
        if (Met(scope[into].Type) is { Length: > 0 } met)
        {
            Walk(into, met);
            return;
        }

        var key = drawing.Values.Of(scope[into].Type.First);
        var inserted = ContainerExprs.Insert(drawing.Local(into), key, Value(into));
        var keys = With(scope[into].Keys, key);
        if (draw.Chance(15))
        {
            var second = drawing.Values.Of(scope[into].Type.First);
            inserted = ContainerExprs.Insert(inserted, second, Value(into));
            keys = With(keys, second);
        }

        drawing.Inserted();
        Version(into, inserted, keys);
    }

    /// <summary>Puts a local into a container that takes its type, if there is one.</summary>
    private void InsertLocal(int local)
    {
        var type = scope[local].Type;
        var into = scope.Pick(draw, known => known.Type.IsContainer && known.Type.Arguments.Contains(type));
        if (into < 0)
        {
            return;
        }

        var container = scope[into].Type;
        var isKey = container.First == type;
        var key = isKey ? drawing.Local(local) : drawing.Values.Of(container.First);
        var value = isKey ? Value(into) : drawing.Local(local);
        drawing.Inserted();
        Version(into, ContainerExprs.Insert(drawing.Local(into), key, value), With(scope[into].Keys, key));
    }

    public void InsertAgain()
    {
        var into = Container();
        Version(into, ContainerExprs.Insert(drawing.Local(into), PresentKey(into), Value(into)), scope[into].Keys);
    }

    public void Remove()
    {
        var from = Container();
        var (type, key) = (scope[from].Type, PresentKey(from));
        key = key is Expr.Item && !drawing.Values.HasOrder(type) ? drawing.Values.Of(type.First) : key;
        Version(from, ContainerExprs.Remove(drawing.Local(from), key), scope[from].Keys);
    }

    public void RemoveMissing()
    {
        var from = Container();
        var key = drawing.Values.Of(scope[from].Type.First);
        Version(from, ContainerExprs.Remove(drawing.Local(from), key), scope[from].Keys);
    }

    public void Contains()
    {
        var container = Container();
        drawing.Observe(ContainerExprs.Contains(drawing.Local(container), AnyKey(container)));
    }

    public void Get()
    {
        var map = scope.Pick(draw, known => known.Type.Kind == TypeKind.Map);
        if (map < 0)
        {
            List();
            return;
        }

        var got = ContainerExprs.Get(drawing.Local(map), draw.Chance(80) ? PresentKey(map) : AnyKey(map));
        switch (draw.Below(10))
        {
            case < 3:
                drawing.Observe(got);
                break;
            case < 5:
                drawing.Let(got, VeraType.Option(scope[map].Type.Second), tag: 1);
                break;
            default:
                var operand = drawing.Operand(got);
                var id = scope.Bind(scope[map].Type.Second);
                drawing.Emit(new Op.Match([id], operand, Tag: 1, Destructures: draw.Chance(40)));
                MaybeInsert(id);
                break;
        }
    }

    public void Size() => drawing.Observe(ContainerExprs.Size(drawing.Local(Container())));

    /// <summary>Lists a column; looks at it at once, or holds the list or one element of it for later.</summary>
    public void List()
    {
        var listing = Listing(Container());
        var type = ExprTypes.Of(listing);
        switch (draw.Below(10))
        {
            case < 4:
                drawing.Observe(listing);
                break;
            case < 7:
                drawing.Let(listing, type);
                break;
            default:
                var items = drawing.Values.Listed((Expr.Local)listing.Operands[0], listing.Operation);
                MaybeInsert(drawing.Let(new Expr.Item(items, draw.Skewed(0, 2)), type.First));
                break;
        }
    }

    /// <summary>Reads a version that is no longer the newest: containers are persistent.</summary>
    public void Reread()
    {
        var old = scope.Pick(draw, known => known.Superseded);
        Look(old >= 0 ? old : Container());
    }

    /// <summary>Observes a container in one of the ways that read what it holds.</summary>
    public void Look(int container)
    {
        var local = drawing.Local(container);
        drawing.Observe(draw.Below(10) switch
        {
            < 4 => local,
            < 7 => Listing(container),
            < 8 => ContainerExprs.Contains(local, PresentKey(container)),
            _ => local.Of.Kind == TypeKind.Map ? ContainerExprs.Get(local, PresentKey(container)) : Listing(container),
        });
    }

    /// <summary>What was read back goes in again, here or elsewhere.</summary>
    public void MaybeInsert(int local)
    {
        if (draw.Chance(40))
        {
            InsertLocal(local);
        }
    }

    private int Container()
    {
        var container = drawing.PickContainer();
        return container >= 0 ? container : New(draw.Of<VeraType>(drawing.Palette.Containers));
    }

    private Expr.Builtin Listing(int container)
    {
        var local = drawing.Local(container);
        return local.Of.Kind == TypeKind.Set || draw.Chance(40)
            ? ContainerExprs.Keys(local)
            : ContainerExprs.Values(local);
    }

    private Expr? Value(int into) => scope[into].Type is { Kind: TypeKind.Map } map
        ? drawing.Values.Of(map.Second)
        : null;

    private void Version(int of, Expr made, KeyChain? keys)
    {
        scope.Supersede(of);
        drawing.Let(drawing.MaybeCalled(made, CalledPercent), scope[of].Type, keys);
    }

    private Expr AnyKey(int container) =>
        draw.Chance(65) ? PresentKey(container) : drawing.Values.Of(scope[container].Type.First);

    /// <summary>A key that went in, named again; or else one that is read out of the container itself.</summary>
    private Expr PresentKey(int container)
    {
        var chain = scope[container].Keys;
        for (var skip = draw.Skewed(0, 3); skip > 0 && chain?.Rest is not null; skip--)
        {
            chain = chain.Rest;
        }

        // To read a key is to allocate: only so can a collection take place while a scalar is looked for.
        var reads = drawing.Aim.IsInside && draw.Chance(40);
        if (chain is not null && !reads && (chain.Key is not Expr.Local local || scope.Visible.Contains(local.Id)))
        {
            return chain.Key;
        }

        var from = drawing.Local(container);
        return new Expr.Item(ContainerExprs.Keys(from), draw.Skewed(0, 2));
    }

    /// <summary>
    /// A key that names the same entry wherever it is written: a literal that compares by value, a local.
    /// </summary>
    private static KeyChain? With(KeyChain? keys, Expr key) => key switch
    {
        Expr.Local or Expr.Int or Expr.Nat or Expr.Bool or Expr.Byte or Expr.Float64 or Expr.Text or Expr.Address =>
            new(key, keys),
        _ => keys,
    };
}
