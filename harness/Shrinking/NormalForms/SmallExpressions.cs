using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Shrinking.Edits;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking.NormalForms;

/// <summary>
/// All expressions of up to a number of nodes over what a case already contains, its types, literals and constructors,
/// and over the simplest set.
/// </summary>
internal sealed class SmallExpressions
{
    /// <summary>The most expressions of one type and size; the rest is left out.</summary>
    private const int EachMax = 300;

    private readonly Dictionary<(VeraType Type, int Nodes), ImmutableArray<Expr>> known = [];
    private readonly HashSet<VeraType> types = [];
    private readonly List<Expr> atoms = [];

    public SmallExpressions(StressCase vocabulary)
    {
        AddType(VeraType.Set(VeraType.Int));
        foreach (var place in Rewrite.Places(vocabulary))
        {
            AddType(place.Node.Type);
            if (IsClosed(place.Node) && place.Node is Expr.Construct or { Parts.IsEmpty: true })
            {
                AddAtom(place.Node);
            }
        }

        foreach (var type in types)
        {
            AddAtom(Defaults.Of(type));
        }

        AddAtom(new Expr.Int(1));
        if (atoms.Exists(atom => atom is Expr.Address))
        {
            AddAtom(new Expr.Address(VeraType.Int, Low: 1, High: -1));
        }
    }

    /// <summary>The types that values can have, simplest first.</summary>
    public IEnumerable<VeraType> Types => types.OrderBy(TypeWeight.Of).ThenBy(type => type.ToString());

    /// <summary>The expressions of a type with exactly this many nodes; a whole constructed value is one.</summary>
    public ImmutableArray<Expr> Of(VeraType type, int nodes)
    {
        if (nodes < 1 || !types.Contains(type))
        {
            return [];
        }

        if (!known.TryGetValue((type, nodes), out var all))
        {
            all = [.. Atoms(type, nodes).Concat(Made(type, nodes)).Concat(Read(type, nodes)).Take(EachMax)];
            known.Add((type, nodes), all);
        }

        return all;
    }

    /// <summary>
    /// The type and what it is made of; of a container, also the lightest like it and what its columns are listed as.
    /// </summary>
    private void AddType(VeraType type)
    {
        if (!types.Add(type))
        {
            return;
        }

        foreach (var argument in type.Arguments)
        {
            AddType(argument);
            if (type.IsContainer)
            {
                types.Add(VeraType.Array(argument));
            }
        }

        if (type.IsContainer)
        {
            AddType(VeraType.Of(type.Kind, [.. type.Arguments.Select(a => TypeWeight.Lightest(a.Kind))]));
        }
    }

    private void AddAtom(Expr atom)
    {
        if (!atoms.Exists(known => known.Type == atom.Type && known.ToString() == atom.ToString()))
        {
            atoms.Add(atom);
        }
    }

    private static bool IsClosed(Expr expr) =>
        expr is not (Expr.Local or Expr.Bound or Expr.State or Expr.Turn) && expr.Parts.All(IsClosed);

    private IEnumerable<Expr> Atoms(VeraType type, int nodes) =>
        nodes == 1 ? atoms.Where(atom => atom.Type == type) : [];

    private IEnumerable<Expr> Made(VeraType type, int nodes) => type.Kind switch
    {
        TypeKind.Array => Of(type.First, nodes - 1).Select(item => new Expr.ArrayOf(type, [item])),
        TypeKind.Closure => Of(type.First, nodes - 1).Select(captured => new Expr.Closure(type, captured)),
        TypeKind.Set or TypeKind.Map => Literals(type, nodes).Concat(Versions(type, nodes)),
        _ => [],
    };

    private IEnumerable<Expr> Literals(VeraType type, int nodes)
    {
        foreach (var one in Entries(type, nodes - 1))
        {
            yield return new Expr.Container(type, one);
        }

        for (var first = 1; first < nodes - 1; first++)
        {
            foreach (var one in Entries(type, first))
            {
                foreach (var other in Entries(type, nodes - 1 - first))
                {
                    yield return new Expr.Container(type, one.AddRange(other));
                }
            }
        }
    }

    private IEnumerable<Expr> Versions(VeraType type, int nodes)
    {
        for (var entry = 1; entry < nodes - 1; entry++)
        {
            foreach (var parts in Entries(type, entry))
            {
                var (key, value) = (parts[0], parts.ElementAtOrDefault(1));
                foreach (var into in Of(type, nodes - 1 - entry))
                {
                    yield return ContainerExprs.Insert(into, key, value);
                    if (value is null)
                    {
                        yield return ContainerExprs.Remove(into, key);
                    }
                }

                foreach (var into in Of(type, nodes - 2 - entry))
                {
                    yield return new Expr.Fold(into, 2, key, value);
                }
            }
        }
    }

    /// <summary>A key or, for a map, a key and a value, of this number of nodes together.</summary>
    private IEnumerable<ImmutableArray<Expr>> Entries(VeraType type, int nodes)
    {
        if (type.Kind == TypeKind.Set)
        {
            return Of(type.First, nodes).Select(key => ImmutableArray.Create(key));
        }

        return Enumerable.Range(1, Math.Max(0, nodes - 1)).SelectMany(size =>
            Of(type.First, size).SelectMany(key =>
                Of(type.Second, nodes - size).Select(value => ImmutableArray.Create(key, value))));
    }

    /// <summary>What is read out of something else, or made in a callee.</summary>
    private IEnumerable<Expr> Read(VeraType type, int nodes)
    {
        foreach (var body in Of(type, nodes - 1).Where(body => body is not Expr.Call))
        {
            yield return new Expr.Call(body);
        }

        foreach (var source in types)
        {
            foreach (var of in Of(source, source.Kind == TypeKind.Array ? nodes - 2 : nodes - 1))
            {
                foreach (var reading in Reading(of).Where(reading => reading.Type == type))
                {
                    yield return reading;
                }
            }

            foreach (var of in source.Kind == TypeKind.Map && type.Kind == TypeKind.Option ? Of(source, nodes - 2) : [])
            {
                if (source.Second == type.First)
                {
                    yield return ContainerExprs.Get(of, Defaults.Of(source.First));
                }
            }
        }
    }

    /// <summary>What can be read out of a value without a second operand.</summary>
    public static IEnumerable<Expr> Reading(Expr of) => of.Type.Kind == TypeKind.Array
        ? [new Expr.Item(of, 0)]
        : OperationCatalogue.All
            .Where(operation => operation is { Operands.Length: 1, Meaning: null } && operation.Takes(of.Type))
            .Select(operation => new Expr.Builtin(operation, of));
}
