namespace Vera.GcStress.Programs.Operations;

/// <summary>A value that an operation is given: it is read no further than the operation asks.</summary>
/// <remarks>
/// The model and our heap keep values in ways of their own, and both let operations look at them through this, so that
/// what an operation means is said once. An operation asks only for what a value of the operand's type has.
/// </remarks>
public abstract class Plain
{
    /// <summary>A scalar: the number, 0 or 1, or the bits of a Float64.</summary>
    public abstract long Bits { get; }

    /// <summary>What a String says.</summary>
    public abstract string Text { get; }

    /// <summary>The value of a Decimal.</summary>
    public abstract decimal Number { get; }

    /// <summary>Which constructor made it.</summary>
    public abstract int Tag { get; }

    /// <summary>How many items an array has, fields a constructor, or entries a map.</summary>
    public abstract int Count { get; }

    /// <summary>An item of an array, a field of a constructor, or the value of a map's entry.</summary>
    public abstract Plain this[int place] { get; }

    /// <summary>The key of a map's entry.</summary>
    public abstract Plain KeyAt(int place);

    /// <summary>Whether a set has an element.</summary>
    public abstract bool Has(Plain element);

    /// <summary>What a map has for a key, or null.</summary>
    public abstract Plain? Find(Plain key);

    /// <summary>A Float64.</summary>
    public double Float => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Items, fields or values.</summary>
    public IEnumerable<Plain> Parts
    {
        get
        {
            for (var place = 0; place < Count; place++)
            {
                yield return this[place];
            }
        }
    }
}
