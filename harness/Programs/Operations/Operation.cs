using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Operations;

/// <summary>What an operation does to the container that is its first operand.</summary>
public enum ContainerUse
{
    /// <summary>It takes no container.</summary>
    None,

    /// <summary>A new version with one more entry, or with the entry's value replaced.</summary>
    Insert,

    /// <summary>A new version without a key.</summary>
    Remove,

    /// <summary>The value of a key, as an Option.</summary>
    Get,

    /// <summary>Whether a key is there.</summary>
    Contains,

    /// <summary>All keys, values or elements, as an array.</summary>
    Iterate,

    /// <summary>How many entries there are.</summary>
    Size,
}

/// <summary>What the numbers and strings that an operation takes are drawn from.</summary>
public enum OperandValues
{
    /// <summary>Any of their types.</summary>
    Any,

    /// <summary>Numbers are counts and places: small ones, and now and then one below zero.</summary>
    Counts,

    /// <summary>The same, and strings have one byte a letter: Vera's count bytes.</summary>
    Bytes,

    /// <summary>A string with a first letter, and the place of that.</summary>
    Place,

    /// <summary>Numbers of few digits, and whole decimals.</summary>
    Digits,

    /// <summary>Strings that say numbers and flags, more or less.</summary>
    Numerals,

    /// <summary>Strings as they stand in addresses of the web, and in Base64.</summary>
    Encoded,

    /// <summary>Regular expressions, behind what they are held against.</summary>
    Patterns,
}

/// <summary>
/// One row of the table of operations: a builtin of Vera, what it takes and gives, and how a case spells it.
/// </summary>
/// <remarks>
/// All that is the same for every operation follows from its row: text, repair, cost, source of Vera, most of
/// shrinking. What it means to the model and to our own targets is a row of an <see cref="OperationTable{T}"/> there.
/// </remarks>
public sealed class Operation
{
    /// <summary>The most letters of a string that an operation makes.</summary>
    internal const int TextMax = 1 << 16;

    /// <summary>The most items of an array that it makes.</summary>
    internal const int ItemsMax = 1 << 14;

    private readonly ImmutableArray<bool> told;

    /// <param name="name">What Vera calls it.</param>
    /// <param name="form">What a case calls it: operations over different first operands may share a word.</param>
    /// <param name="operands">The types that it takes, one at least.</param>
    /// <param name="result">The type that it gives; all of its variables occur in the operands.</param>
    public Operation(string name, string form, ImmutableArray<TypePattern> operands, TypePattern result)
    {
        (Name, Form, Operands, Result) = (name, form, operands, result);
        if (operands.IsEmpty || result.Variables.Except(operands.SelectMany(o => o.Variables)).Any())
        {
            throw new ArgumentException($"{this}: no operand tells the type of the result");
        }

        told = [.. operands.Select((operand, i) =>
            !operand.Variables.Except(operands.Take(i).SelectMany(earlier => earlier.Variables)).Any())];
        IsClosed = operands.All(operand => operand.Closed is not null);
        KeepsType = operands[0].ToString() == result.ToString();
    }

    /// <summary>A row that says what it means: cases call it by Vera's own name.</summary>
    /// <param name="name">What Vera calls it.</param>
    /// <param name="since">The first release 0.0.x that has it.</param>
    /// <param name="operands">The types that it takes.</param>
    /// <param name="result">The type that it gives.</param>
    /// <param name="meaning">What it gives for what it takes.</param>
    public Operation(
        string name, int since, ImmutableArray<TypePattern> operands, TypePattern result, Meaning meaning)
        : this(name, name, since, operands, result, meaning)
    {
    }

    /// <summary>The same with a word of its own: some builtins are rows with several functions to apply.</summary>
    public Operation(
        string name, string form, int since, ImmutableArray<TypePattern> operands, TypePattern result, Meaning meaning)
        : this(name, form, operands, result) => (Since, Meaning) = (since, meaning);

    /// <summary>What Vera calls it.</summary>
    public string Name { get; }

    /// <summary>What a case calls it.</summary>
    public string Form { get; }

    /// <summary>The types that it takes.</summary>
    public ImmutableArray<TypePattern> Operands { get; }

    /// <summary>The type that it gives.</summary>
    public TypePattern Result { get; }

    /// <summary>The first release 0.0.x that has it; 0 where every release that can be run has.</summary>
    public int Since { get; }

    /// <summary>What it means, or null where the stages say so in tables of their own.</summary>
    public Meaning? Meaning { get; }

    /// <summary>What its numbers and strings are drawn from.</summary>
    public OperandValues Values { get; init; }

    /// <summary>What it does to a container. Operations that do the same stand in for one another.</summary>
    public ContainerUse Use { get; init; }

    /// <summary>How far it is from the simplest operation that does the same, for the shrinker.</summary>
    public uint Weight { get; init; }

    /// <summary>
    /// Whether the result has the type of the first operand: then the place of the whole tells the operand's type.
    /// </summary>
    public bool KeepsType { get; }

    /// <summary>
    /// Whether the result is a block of its own: what is read out of something has any type, a variable.
    /// </summary>
    public bool MakesBlock => Result.Kind is > TypeKind.Float64;

    /// <summary>The type of its first operand, where it is the same in every use.</summary>
    public VeraType? FirstType => Meaning is null ? null : Operands[0].Closed;

    /// <summary>Whether its operands have the same types in every use.</summary>
    public bool IsClosed { get; }

    /// <summary>Whether the operands before it tell the type of an operand.</summary>
    public bool IsTold(int operand) => operand >= told.Length || told[operand];

    /// <summary>
    /// What it gives by its <see cref="Meaning"/>; null too for what is too large for a case.
    /// </summary>
    public Made? Apply(ReadOnlySpan<Plain> operands) => Meaning!(operands) switch
    {
        Made.Text { Value.Length: > TextMax } or Made.Items { Values.Length: > ItemsMax } => null,
        var made => made,
    };

    /// <summary>Whether it takes a first operand of a type.</summary>
    public bool Takes(VeraType first)
    {
        var known = default(TypeBinding);
        return Operands[0].Matches(first, ref known);
    }

    /// <summary>The row's signature, as Vera declares functions.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Operands)} -> {Result})";
}
