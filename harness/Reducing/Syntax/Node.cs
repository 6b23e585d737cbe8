using System.Collections.Immutable;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>An expression of Vera's language: a closed set, each can be taken apart and put together.</summary>
public abstract record Node
{
    private Node()
    {
    }

    /// <summary>The expressions right below this one.</summary>
    public virtual ImmutableArray<Node> Parts => [];

    /// <summary>The same with other expressions below it, as many.</summary>
    public virtual Node With(ImmutableArray<Node> parts) => this;

    /// <summary>A number, a truth value or Unit, as it is spelled.</summary>
    public sealed record Literal(string Spelled) : Node;

    /// <summary>A text: escaped pieces, and between each two of them an interpolated expression.</summary>
    public sealed record Text(ImmutableArray<string> Pieces, ImmutableArray<Node> Shown) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => Shown;

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Shown = parts };
    }

    /// <summary>What a binding holds.</summary>
    public sealed record Slot(Binder Of) : Node;

    /// <summary>A function, constructor or effect's operation with what it is given.</summary>
    public sealed record Call(string Name, ImmutableArray<Node> Given, bool HasList) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => Given;

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Given = parts };
    }

    /// <summary>An array literal.</summary>
    public sealed record Items(ImmutableArray<Node> Of) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => Of;

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => new Items(parts);
    }

    /// <summary>An item of an array.</summary>
    public sealed record Index(Node Of, Node At) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Of, At];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => new Index(parts[0], parts[1]);
    }

    /// <summary>A sign before an operand.</summary>
    public sealed record Unary(string Sign, Node Operand) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Operand];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Operand = parts[0] };
    }

    /// <summary>A sign between two operands.</summary>
    public sealed record Binary(string Sign, Node Left, Node Right) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Left, Right];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Left = parts[0], Right = parts[1] };
    }

    /// <summary>A choice; both ways are blocks.</summary>
    public sealed record If(Node Condition, Node Then, Node Else) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Condition, Then, Else];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => new If(parts[0], parts[1], parts[2]);
    }

    /// <summary>A value taken apart: for each pattern one arm.</summary>
    public sealed record Match(Node Value, ImmutableArray<Pattern> Patterns, ImmutableArray<Node> Arms) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Value, .. Arms];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Value = parts[0], Arms = parts[1..] };
    }

    /// <summary>A function without a name.</summary>
    public sealed record Lambda(ImmutableArray<Binder> Parameters, string Result, string Effects, Node Body) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [Body];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { Body = parts[0] };
    }

    /// <summary>Statements in braces, and then a value unless the last one is all that it is for.</summary>
    public sealed record Block(ImmutableArray<Statement> Statements, Node Result) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => [.. Statements.Select(s => s.Value), Result];

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) =>
            new Block([.. Statements.Zip(parts, (s, value) => s with { Value = value })], parts[^1]);
    }

    /// <summary>A handler of an effect around a block.</summary>
    /// <param name="Effect">The effect.</param>
    /// <param name="State">What the handler keeps, or null.</param>
    /// <param name="Operations">The names of what it answers.</param>
    /// <param name="Parameters">What each answer is given.</param>
    /// <param name="All">What is kept at first, unless nothing is; the answers; what is handled.</param>
    public sealed record Handle(
        string Effect, Binder? State, ImmutableArray<string> Operations,
        ImmutableArray<ImmutableArray<Binder>> Parameters, ImmutableArray<Node> All) : Node
    {
        /// <inheritdoc/>
        public override ImmutableArray<Node> Parts => All;

        /// <inheritdoc/>
        public override Node With(ImmutableArray<Node> parts) => this with { All = parts };
    }
}

/// <summary>A statement of a block.</summary>
/// <param name="Bound">What it binds the value to; null: nothing, it is carried out and no more.</param>
/// <param name="Value">The expression.</param>
public sealed record Statement(Pattern? Bound, Node Value);

/// <summary>What a value is matched with: a closed set.</summary>
public abstract record Pattern
{
    private Pattern()
    {
    }

    /// <summary>The bindings that it makes, in their order.</summary>
    public abstract IEnumerable<Binder> Binders { get; }

    /// <summary>Any value, which is bound.</summary>
    public sealed record Bind(Binder To) : Pattern
    {
        /// <inheritdoc/>
        public override IEnumerable<Binder> Binders => [To];
    }

    /// <summary>Any value, or one that is spelled out.</summary>
    public sealed record Plain(string Spelled) : Pattern
    {
        /// <inheritdoc/>
        public override IEnumerable<Binder> Binders => [];
    }

    /// <summary>What a constructor made.</summary>
    public sealed record Made(string Constructor, ImmutableArray<Pattern> Fields) : Pattern
    {
        /// <inheritdoc/>
        public override IEnumerable<Binder> Binders => Fields.SelectMany(part => part.Binders);
    }
}
