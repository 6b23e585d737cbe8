using System.Collections.Immutable;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Programs;

/// <summary>By what other name a function knows the type of what it is given.</summary>
public enum Naming
{
    /// <summary>A parameter of its own: it is a generic function.</summary>
    Generic,

    /// <summary>An alias.</summary>
    Alias,
}

/// <summary>What such a function does with what it is given before it returns that.</summary>
public enum Passage
{
    /// <summary>It makes a string, and drops it.</summary>
    Plain,

    /// <summary>An array has it twice.</summary>
    Array,

    /// <summary>It is the value of an Option.</summary>
    Option,

    /// <summary>It is a field behind a byte.</summary>
    Field,

    /// <summary>It is the first of two values in a tuple; the function is given both, each of a type of its own.
    /// </summary>
    Pair,

    /// <summary>A set has it.</summary>
    Set,

    /// <summary>A map has it as the value of a key.</summary>
    Map,

    /// <summary>A function has captured it.</summary>
    Captured,

    /// <summary>The function calls itself with it a few times.</summary>
    Again,
}

/// <content>Functions that know types by other names.</content>
public abstract partial record Expr
{
    /// <summary>
    /// <c>generic(array, $0)</c>: a call of a function that does something with its parameter and returns it, and that
    /// has a type parameter, or as <c>alias(array, $0)</c> an alias, wherever it says the type of that.
    /// </summary>
    /// <remarks>All calls of one passage are of one generic function, instantiated for each type.</remarks>
    /// <param name="By">The name.</param>
    /// <param name="Form">What the function does.</param>
    /// <param name="Value">What comes back.</param>
    /// <param name="Other">Of a pair alone: the second value.</param>
    public sealed record Passed(Naming By, Passage Form, Expr Value, Expr? Other) : Expr
    {
        private const int Calls = 3;

        /// <summary>How many expressions stand for the function's body, at most.</summary>
        internal const int Nodes = 16;

        internal override VeraType Type => Value.Type;
        internal override VeraType? KnownType => Value.KnownType;
        internal override ImmutableArray<Expr> Parts => Other is null ? [Value] : [Value, Other];

        /// <summary>The types of what the function is given.</summary>
        internal ImmutableArray<VeraType> Parameters => [.. Parts.Select(given => given.Type)];

        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Passed(By, Form, parts[0], parts.ElementAtOrDefault(1));

        /// <summary>What the function means for these types: sees what it is given.</summary>
        internal Expr Instance()
        {
            var type = Type;
            var given = new Bound(0, type);
            return Form switch
            {
                Passage.Plain => new Block(new Text("dropped"), new Bound(1, type)),
                Passage.Array => new Item(new ArrayOf(VeraType.Array(type), [given, given]), 1),
                Passage.Option => new Match(new Construct(VeraType.Option(type), 1, [given]), 1, given, given),
                Passage.Field => First(VeraType.Tuple(VeraType.Byte, type), new Byte(7), given, 0, type),
                Passage.Pair => First(
                    VeraType.Tuple(type, Other!.Type), new Bound(1, type), new Bound(0, Other.Type), 1, type),
                Passage.Set => new Item(ContainerExprs.Keys(new Container(VeraType.Set(type), [given])), 0),
                Passage.Map => new Match(
                    ContainerExprs.Get(
                        new Container(VeraType.Map(VeraType.Int, type), [new Int(1), given]), new Int(1)),
                    1, given, given),
                Passage.Captured => new Builtin(
                    ClosureOperations.ApplyFn, new Closure(VeraType.Closure(type), given)),
                _ => new Recursion(
                    Calls, [given], [new Item(new ArrayOf(VeraType.Array(type), [given]), 0)], given, null),
            };
        }

        private static Match First(VeraType tuple, Expr one, Expr other, int up, VeraType type) =>
            new(new Construct(tuple, 0, [one, other]), 0, new Bound(up, type), null);

        /// <summary>As a case spells the name.</summary>
        internal static string Word(Naming by) => by == Naming.Generic ? "generic" : "alias";

        /// <summary>As a case spells the passage.</summary>
        internal static string Word(Passage form) => form.ToString().ToLowerInvariant();

        /// <summary>The passage that a word spells; null if it is none.</summary>
        internal static Passage? Spelt(string word)
        {
            foreach (var form in Enum.GetValues<Passage>())
            {
                if (Word(form) == word)
                {
                    return form;
                }
            }

            return null;
        }
    }
}
