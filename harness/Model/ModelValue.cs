using Vera.GcStress.Programs;

namespace Vera.GcStress.Model;

/// <summary>A value on plain C# objects. What has identity in Vera is one object here.</summary>
internal abstract class ModelValue
{
    private ModelValue()
    {
    }

    /// <summary>An Int, Nat, Bool, Byte or the bits of a Float64.</summary>
    public sealed class Scalar(long bits) : ModelValue
    {
        public long Bits { get; } = bits;
    }

    /// <summary>A String. Equal texts have equal UTF-8 bytes, because both are valid Unicode.</summary>
    public sealed class Text(string value) : ModelValue
    {
        public string Value { get; } = value;
    }

    public sealed class Decimal(decimal value) : ModelValue
    {
        public decimal Value { get; } = value;
    }

    /// <summary>A value of an ADT: its constructor's number and the fields.</summary>
    public sealed class Construct(VeraType of, int tag, ModelValue[] fields) : ModelValue
    {
        public VeraType Of { get; } = of;
        public int Tag { get; } = tag;
        public ModelValue[] Fields { get; } = fields;
    }

    public sealed class Array : ModelValue
    {
        /// <summary>Every empty array is (0, 0) and therefore the same as any other.</summary>
        private static readonly Array Empty = new([]);

        private Array(ModelValue[] items) => Items = items;

        public ModelValue[] Items { get; }

        public static Array Of(ModelValue[] items) => items.Length == 0 ? Empty : new(items);
    }

    /// <summary>A function from Int; one without a body gives what it gives for 0 for every number.</summary>
    public class Closure(ModelValue gives) : ModelValue
    {
        /// <summary>What it gives for 0.</summary>
        public ModelValue Gives { get; } = gives;
    }

    /// <summary>One with a body.</summary>
    /// <param name="made">Where it was made.</param>
    /// <param name="gives">What it gives for 0.</param>
    public sealed class Function(FunctionMade made, ModelValue gives) : Closure(gives)
    {
        public FunctionMade Made { get; } = made;
    }

    /// <summary>
    /// A set or a map: the first <paramref name="count"/> entries of a log that later versions may extend.
    /// </summary>
    public sealed class Container(EntryLog log, int count) : ModelValue
    {
        public int Count { get; } = count;

        public ReadOnlySpan<Entry> Entries => log.Entries[..Count];

        public bool Contains(ModelValue key) => log.Find(key, Count) >= 0;

        /// <summary>The value under a key, or null.</summary>
        public ModelValue? Get(ModelValue key) =>
            log.Find(key, Count) is >= 0 and var place ? Entries[place].Value : null;

        /// <summary>A new version; a key or element that is there already keeps its place and its identity.</summary>
        public Container Insert(ModelValue key, ModelValue? value)
        {
            var place = log.Find(key, Count);
            if (place >= 0 && value is null)
            {
                return new(log, Count);
            }

            var isNewest = log.Entries.Length == Count;
            var next = place < 0 && isNewest ? log : log.Copy(Count);
            next.PutAt(place, key, value);
            return new(next, next.Entries.Length);
        }

        /// <summary>A new version, whether or not the key was there.</summary>
        public Container Remove(ModelValue key)
        {
            var place = log.Find(key, Count);
            return place < 0 ? new(log, Count) : new(log.CopyWithout(place, Count), Count - 1);
        }

        /// <summary>The entries in a log of their own, for insertions whose versions are not seen.</summary>
        public EntryLog CopyLog() => log.Copy(Count);
    }
}
