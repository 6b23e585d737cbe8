using System.Collections.Immutable;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Programs;

/// <summary>An expression of a case: builds a value, or reads one out of a container.</summary>
/// <remarks>
/// Evaluation is Vera's: left to right; a constructor or an array literal allocates its block first and then
/// evaluates its parts into it. Every block is pushed on the shadow stack when it is
/// made and stays there until its frame ends.
/// </remarks>
public abstract partial record Expr
{
    private Expr()
    {
    }

    /// <summary>The type of the value.</summary>
    internal abstract VeraType Type { get; }

    /// <summary>The same, or null where an operand is not of the kind that its place asks for.</summary>
    internal virtual VeraType? KnownType => Type;

    /// <summary>The direct parts, in the order in which they are evaluated.</summary>
    internal virtual ImmutableArray<Expr> Parts => [];

    /// <summary>The same expression over other parts, as many as <see cref="Parts"/> has.</summary>
    internal virtual Expr With(ImmutableArray<Expr> parts) => this;

    /// <summary>As a case spells it where it is an operand.</summary>
    public sealed override string ToString() => new CasePrinter().WriteOperand(this).ToString();

    /// <summary>A local that an earlier op bound.</summary>
    public sealed record Local(int Id, VeraType Of) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary>A 64-bit signed integer.</summary>
    public sealed record Int(long Value) : Expr
    {
        internal override VeraType Type => VeraType.Int;
    }

    /// <summary>Below 2^63, as Vera can read back.</summary>
    public sealed record Nat(long Value) : Expr
    {
        internal override VeraType Type => VeraType.Nat;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Bool(bool Value) : Expr
    {
        internal override VeraType Type => VeraType.Bool;
    }

    /// <summary>A whole number from 0 to 255.</summary>
    public sealed record Byte(byte Value) : Expr
    {
        internal override VeraType Type => VeraType.Byte;
    }

    /// <summary>Kept as its 64 bits, so that NaN and -0.0 are values like any other.</summary>
    public sealed record Float64(long Bits) : Expr
    {
        internal override VeraType Type => VeraType.Float64;

        /// <summary>The value by its own 64 bits.</summary>
        public static Float64 From(double value) => new(BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>A string made at run time, so that its bytes lie on the heap. Valid Unicode.</summary>
    public sealed record Text(string Value) : Expr
    {
        internal override VeraType Type => VeraType.String;
    }

    /// <summary>A decimal made from a whole number or from a float: value = Quarters / 4.</summary>
    public sealed record Decimal(long Quarters) : Expr
    {
        internal override VeraType Type => VeraType.Decimal;
    }

    /// <summary>
    /// A scalar or string whose bytes look like a heap address: the payload address of the heap's granule
    /// <paramref name="Low"/> (a granule is 8 bytes), and in the upper half of a 64-bit value the one of granule
    /// <paramref name="High"/>, or zero if that is negative.
    /// </summary>
    /// <remarks>Symbolic because the heap's start depends on the target; see <see cref="HeapAddress"/>.</remarks>
    public sealed record Address(VeraType Of, int Low, int High) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary>Inside the operands of a <see cref="Fold"/>: how many turns came before this one, as a value.</summary>
    public sealed record Turn(VeraType Of) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary>
    /// <c>argument("a")</c>: a value that whoever runs the program gives to it; on a real Vera, an argument of the
    /// function that is run. The first lets of a case alone have one.
    /// </summary>
    /// <param name="Value">Written out: a number, a flag or a string.</param>
    public sealed record Argument(Expr Value) : Expr
    {
        internal override VeraType Type => Value.Type;
        internal override VeraType? KnownType => Value.KnownType;
        internal override ImmutableArray<Expr> Parts => [Value];
        internal override Expr With(ImmutableArray<Expr> parts) => new Argument(parts[0]);

        /// <summary>Whether it can be given.</summary>
        internal static bool CanBe(Expr value) => value is Int or Nat or Bool or Byte or Float64 or Text;
    }

    /// <summary>An ADT value: tag word and fields.</summary>
    public sealed record Construct(VeraType Of, int Tag, ImmutableArray<Expr> Fields) : Expr
    {
        internal override VeraType Type => Of;
        internal Constructor Constructor => Of.Constructors[Tag];
        internal override ImmutableArray<Expr> Parts => Fields;
        internal override Expr With(ImmutableArray<Expr> parts) => this with { Fields = parts };
    }

    /// <summary>An array literal. The empty one allocates nothing and is (0, 0).</summary>
    public sealed record ArrayOf(VeraType Of, ImmutableArray<Expr> Items) : Expr
    {
        internal override VeraType Type => Of;
        internal override ImmutableArray<Expr> Parts => Items;
        internal override Expr With(ImmutableArray<Expr> parts) => this with { Items = parts };
    }

    /// <summary>A closure that captures one value and returns it when applied.</summary>
    public sealed record Closure(VeraType Of, Expr Capture) : Expr
    {
        internal override VeraType Type => Of;
        internal override ImmutableArray<Expr> Parts => [Capture];
        internal override Expr With(ImmutableArray<Expr> parts) => this with { Capture = parts[0] };
    }

    /// <summary>
    /// A new container and one insertion after the other. Entries of a set are its elements; of a map, key and value
    /// in turn.
    /// </summary>
    public sealed record Container(VeraType Of, ImmutableArray<Expr> Entries) : Expr
    {
        internal override VeraType Type => Of;
        internal override ImmutableArray<Expr> Parts => Entries;
        internal override Expr With(ImmutableArray<Expr> parts) => this with { Entries = parts };
    }

    /// <summary>An operation applied to operands, from left to right.</summary>
    public sealed record Builtin : Expr
    {
        /// <summary>Over operands of other types it has no <see cref="KnownType"/>.</summary>
        public Builtin(Operation operation, params ImmutableArray<Expr> operands)
        {
            (Operation, Operands) = (operation, operands);
            KnownType = ResultOf(operation, operands);
        }

        /// <summary>The row of the table.</summary>
        public Operation Operation { get; }

        /// <summary>In the order in which they are evaluated.</summary>
        public ImmutableArray<Expr> Operands { get; }

        internal override VeraType? KnownType { get; }

        internal override VeraType Type =>
            KnownType ?? throw new InvalidOperationException($"{Operation} does not take {Operands[0].KnownType}");

        internal override ImmutableArray<Expr> Parts => Operands;

        internal override Expr With(ImmutableArray<Expr> parts) => new Builtin(Operation, parts);

        /// <summary>Operations are equal by reference, operands by value.</summary>
        public bool Equals(Builtin? other) => ReferenceEquals(Operation, other?.Operation)
            && Operands.AsSpan().SequenceEqual(other.Operands.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() =>
            Operands.Aggregate(Operation.GetHashCode(), (hash, operand) => HashCode.Combine(hash, operand));

        private static VeraType? ResultOf(Operation operation, ImmutableArray<Expr> operands)
        {
            var known = default(TypeBinding);
            var result = operation.Result.Closed;
            for (var i = 0; i < Math.Min(operands.Length, operation.Operands.Length) && result is null; i++)
            {
                if (operands[i].KnownType is not { } type || !operation.Operands[i].Matches(type, ref known))
                {
                    return null;
                }

                result = operation.Result.Under(known);
            }

            return result;
        }
    }

    /// <summary>
    /// <paramref name="Count"/> insertions, each into the version that the one before it made; only the accumulator
    /// is rooted from turn to turn, as in array_fold.
    /// </summary>
    public sealed record Fold(Expr Into, int Count, Expr Key, Expr? Value) : Expr
    {
        internal override VeraType Type => Into.Type;
        internal override VeraType? KnownType => Into.KnownType is { IsContainer: true } type ? type : null;
        internal override ImmutableArray<Expr> Parts => Value is null ? [Into, Key] : [Into, Key, Value];

        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Fold(parts[0], Count, parts[1], Value is null ? null : parts[2]);
    }

    /// <summary>An array's element, or the default value of its type where the array is too short.</summary>
    public sealed record Item(Expr Of, int Index) : Expr
    {
        internal override VeraType Type => Of.Type.First;
        internal override VeraType? KnownType => Of.KnownType is { Kind: TypeKind.Array } array ? array.First : null;
        internal override ImmutableArray<Expr> Parts => [Of];
        internal override Expr With(ImmutableArray<Expr> parts) => new Item(parts[0], Index);
    }

    /// <summary>What the case's State cell holds; the type is that of the last <see cref="Op.Put"/>.</summary>
    public sealed record State(VeraType Of) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary>
    /// json_parse, html_parse or md_parse of a document: the host walks the tree and allocates it. A document that
    /// does not parse gives the default value of the type.
    /// </summary>
    public sealed record Parse(VeraType Of, string Document) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary>The part is evaluated in a callee: its roots are popped, and the result is pushed here.</summary>
    public sealed record Call(Expr Body) : Expr
    {
        internal override VeraType Type => Body.Type;
        internal override VeraType? KnownType => Body.KnownType;
        internal override ImmutableArray<Expr> Parts => [Body];
        internal override Expr With(ImmutableArray<Expr> parts) => new Call(parts[0]);
    }
}
