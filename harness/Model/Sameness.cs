using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Model;

/// <summary>Vera's equality of keys and elements.</summary>
/// <remarks>
/// Scalars and strings by value, Float64 by SameValueZero, everything else by identity or, for containers that hold
/// copies, by content.
/// </remarks>
internal sealed class Sameness : IEqualityComparer<ModelValue>
{
    private static readonly Sameness Exact = new(isFloat: false);
    private static readonly Sameness Floats = new(isFloat: true);
    private static readonly long NaNBits = BitConverter.DoubleToInt64Bits(double.NaN);

    private static readonly ConcurrentDictionary<VeraType, Sameness> Contents = new();

    private readonly bool isFloat;
    private readonly VeraType? content;

    private Sameness(bool isFloat, VeraType? content = null) => (this.isFloat, this.content) = (isFloat, content);

    public static Sameness Of(VeraType type, ContainerEquality equality = ContainerEquality.Identity) =>
        type.Kind == TypeKind.Float64 ? Floats
        : type.ComparesByValue || equality == ContainerEquality.Identity ? Exact
        : Contents.GetOrAdd(type, static t => new(isFloat: false, t));

    public bool Equals(ModelValue? x, ModelValue? y) => (x, y) switch
    {
        (ModelValue.Scalar a, ModelValue.Scalar b) => Representative(a.Bits) == Representative(b.Bits),
        (ModelValue.Text a, ModelValue.Text b) => a.Value == b.Value,
        _ => ReferenceEquals(x, y) || (content is not null && Content.Same(content, x!, y!)),
    };

    public int GetHashCode(ModelValue obj) => obj switch
    {
        ModelValue.Scalar scalar => Representative(scalar.Bits).GetHashCode(),
        ModelValue.Text text => text.Value.GetHashCode(StringComparison.Ordinal),
        _ => content is null ? RuntimeHelpers.GetHashCode(obj) : Content.Hash(content, obj),
    };

    /// <summary>The bits that stand for all equal ones: one NaN, one zero.</summary>
    private long Representative(long bits)
    {
        if (!isFloat)
        {
            return bits;
        }

        var value = BitConverter.Int64BitsToDouble(bits);
        return double.IsNaN(value) ? NaNBits : value == 0 ? 0 : bits;
    }
}
