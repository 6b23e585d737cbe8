using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Model;

/// <summary>Values by what is in them, as <see cref="Targets.ContainerEquality.Content"/> says.</summary>
internal static class Content
{
    /// <summary>How deep hashes look: enough to tell most values apart, and never far.</summary>
    private const int HashDepth = 3;

    private static readonly long OneNaN = BitConverter.DoubleToInt64Bits(double.NaN);

    /// <summary>Whether two values of a type have the same copy.</summary>
    public static bool Same(VeraType type, ModelValue x, ModelValue y) => (x, y) switch
    {
        _ when ReferenceEquals(x, y) => true,
        (ModelValue.Scalar a, ModelValue.Scalar b) => Bits(type, a) == Bits(type, b),
        (ModelValue.Text a, ModelValue.Text b) => a.Value == b.Value,
        (ModelValue.Decimal a, ModelValue.Decimal b) => a.Value == b.Value,
        (ModelValue.Function a, ModelValue.Function b) => a.Made.IsSame(b.Made),
        (ModelValue.Function, _) or (_, ModelValue.Function) => false,
        (ModelValue.Closure a, ModelValue.Closure b) => Same(type.First, a.Gives, b.Gives),
        (ModelValue.Array a, ModelValue.Array b) => SameItems(type.First, a.Items, b.Items),
        (ModelValue.Construct a, ModelValue.Construct b) => a.Tag == b.Tag && SameFields(type, a, b),
        (ModelValue.Container a, ModelValue.Container b) => SameEntries(type, a.Entries, b.Entries),
        _ => throw new UnreachableException($"{x.GetType()} and {y.GetType()} are not of type {type}"),
    };

    /// <summary>Equal for values that are the same.</summary>
    public static int Hash(VeraType type, ModelValue value)
    {
        var hash = new HashCode();
        Add(ref hash, type, value, HashDepth);
        return hash.ToHashCode();
    }

    /// <summary>A copy has shared parts as often as they are met: its size is bounded, as a text's is.</summary>
    /// <exception cref="ModelLimitException">It has too many values, or is too deep.</exception>
    public static void ThrowIfTooLarge(ModelValue value)
    {
        var values = 0;
        Count(value, ref values, 1);
    }

    private static long Bits(VeraType type, ModelValue.Scalar scalar) =>
        type.Kind == TypeKind.Float64 && double.IsNaN(BitConverter.Int64BitsToDouble(scalar.Bits))
            ? OneNaN
            : scalar.Bits;

    private static bool SameItems(VeraType type, ModelValue[] x, ModelValue[] y)
    {
        var same = x.Length == y.Length;
        for (var i = 0; same && i < x.Length; i++)
        {
            same = Same(type, x[i], y[i]);
        }

        return same;
    }

    private static bool SameFields(VeraType type, ModelValue.Construct x, ModelValue.Construct y)
    {
        var types = type.Constructors[x.Tag].Fields;
        var same = true;
        for (var i = 0; same && i < types.Length; i++)
        {
            same = Same(types[i], x.Fields[i], y.Fields[i]);
        }

        return same;
    }

    private static bool SameEntries(VeraType type, ReadOnlySpan<Entry> x, ReadOnlySpan<Entry> y)
    {
        var same = x.Length == y.Length;
        for (var i = 0; same && i < x.Length; i++)
        {
            same = Same(type.First, x[i].Key, y[i].Key)
                && (x[i].Value is not { } value || Same(type.Second, value, y[i].Value!));
        }

        return same;
    }

    private static void Add(ref HashCode hash, VeraType type, ModelValue value, int depth)
    {
        switch (value)
        {
            case ModelValue.Scalar scalar:
                hash.Add(Bits(type, scalar));
                break;
            case ModelValue.Text text:
                hash.Add(text.Value, StringComparer.Ordinal);
                break;
            case ModelValue.Decimal number:
                hash.Add(number.Value);
                break;
            case ModelValue.Closure closure:
                Add(ref hash, type.First, closure.Gives, depth);
                break;
            case ModelValue.Array array:
                hash.Add(array.Items.Length);
                for (var i = 0; depth > 0 && i < array.Items.Length; i++)
                {
                    Add(ref hash, type.First, array.Items[i], depth - 1);
                }

                break;
            case ModelValue.Construct construct:
                hash.Add(construct.Tag);
                for (var i = 0; depth > 0 && i < construct.Fields.Length; i++)
                {
                    Add(ref hash, type.Constructors[construct.Tag].Fields[i], construct.Fields[i], depth - 1);
                }

                break;
            case ModelValue.Container container:
                hash.Add(container.Count);
                break;
            default:
                throw new UnreachableException($"no hash for {value}");
        }
    }

    private static void Count(ModelValue value, ref int values, int depth)
    {
        ModelLimitException.ThrowIfOver(ModelLimits.ValuesInText, ++values, "values in one copy");
        ModelLimitException.ThrowIfOver(ModelLimits.ValueDepth, depth, "values inside each other");
        switch (value)
        {
            case ModelValue.Closure closure:
                Count(closure.Gives, ref values, depth + 1);
                CountAll((closure as ModelValue.Function)?.Made.Captured ?? [], ref values, depth + 1);
                break;
            case ModelValue.Array array:
                CountAll(array.Items, ref values, depth + 1);
                break;
            case ModelValue.Construct construct:
                CountAll(construct.Fields, ref values, depth + 1);
                break;
            case ModelValue.Container container:
                foreach (var entry in container.Entries)
                {
                    Count(entry.Key, ref values, depth + 1);
                    if (entry.Value is not null)
                    {
                        Count(entry.Value, ref values, depth + 1);
                    }
                }

                break;
        }
    }

    private static void CountAll(ModelValue[] parts, ref int values, int depth)
    {
        foreach (var part in parts)
        {
            Count(part, ref values, depth);
        }
    }
}
