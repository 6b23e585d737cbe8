using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <summary>One step of a case: everything the mutator can do.</summary>
/// <remarks>Locals are numbered in the order in which ops bind them, each bound once.</remarks>
public abstract record Op
{
    private Op()
    {
    }

    /// <summary>The locals that the op binds, in order.</summary>
    internal virtual ImmutableArray<int> Binds => [];

    /// <summary>The expression that the op evaluates, if it has one.</summary>
    internal virtual Expr? Operand => null;

    /// <summary>The same op over another operand of the same type.</summary>
    internal virtual Op With(Expr operand) => this;

    /// <summary>As a case spells it.</summary>
    public sealed override string ToString() => new CasePrinter().WriteOp(this).ToString();

    /// <summary><c>$1: Set&lt;Json&gt; = insert($0, JNull)</c>: a let binding.</summary>
    public sealed record Let(int Id, Expr Value) : Op
    {
        internal override ImmutableArray<int> Binds => [Id];
        internal override Expr Operand => Value;
        internal override Op With(Expr operand) => this with { Value = operand };
    }

    /// <summary>
    /// <c>match Some($2) = get($0, "a")</c>: binds the fields of one constructor. Where the value was made by another
    /// one, the locals get the default values of their types.
    /// </summary>
    /// <param name="Ids">One local a field.</param>
    /// <param name="Value">An ADT value; only its fields stay rooted.</param>
    /// <param name="Tag">The constructor that the arm names.</param>
    /// <param name="Destructures">Written as <c>let Some($2) = ...</c>, a destructuring let.</param>
    public sealed record Match(ImmutableArray<int> Ids, Expr Value, int Tag, bool Destructures) : Op
    {
        internal override ImmutableArray<int> Binds => Ids;
        internal override Expr Operand => Value;
        internal override Op With(Expr operand) => this with { Value = operand };
    }

    /// <summary><c>observe elements($1)</c>: reads the value whole; what it sees must be what the model sees.</summary>
    public sealed record Observe(Expr Value) : Op
    {
        internal override Expr Operand => Value;
        internal override Op With(Expr operand) => new Observe(operand);
    }

    /// <summary><c>put JNull</c>: stores a value in the State cell, which roots it.</summary>
    public sealed record Put(Expr Value) : Op
    {
        internal override Expr Operand => Value;
        internal override Op With(Expr operand) => new Put(operand);
    }

    /// <summary><c>allocate 4096</c>: one pointer-free block of 4096 payload bytes, dropped at once.</summary>
    public sealed record Allocate(int Bytes) : Op;

    /// <summary><c>churn 40 24</c>: 40 small blocks of 24 payload bytes, each dropped at once.</summary>
    public sealed record Churn(int Count, int Bytes) : Op;

    /// <summary><c>call</c>: opens a callee's frame; its ops follow, up to the matching <see cref="Return"/>.</summary>
    public sealed record Call : Op;

    /// <summary>
    /// <c>$4: Json = return $3</c>: closes the frame; its locals and roots go, and the caller binds the result.
    /// </summary>
    public sealed record Return(int Id, Expr Value) : Op
    {
        internal override ImmutableArray<int> Binds => [Id];
        internal override Expr Operand => Value;
        internal override Op With(Expr operand) => this with { Value = operand };
    }

    /// <summary>
    /// <c>tail $3 $4</c>: a tail call; the frame's roots go first, then the arguments are pushed. Nothing else is
    /// visible until the frame returns.
    /// </summary>
    public sealed record Tail(ImmutableArray<int> Arguments) : Op;
}
