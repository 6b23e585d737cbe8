using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Vera.GcStress.Programs.Operations;

/// <summary>What an operation gives: something it was given, handed through as it is, or what is to be made.</summary>
public abstract record Made
{
    private Made()
    {
    }

    /// <summary>A value, or a part of one, that the operation was given: the same object.</summary>
    public sealed record Same(Plain Value) : Made;

    /// <summary>A scalar by its bits.</summary>
    public sealed record Scalar(long Bits) : Made;

    /// <summary>A new string.</summary>
    public sealed record Text(string Value) : Made;

    /// <summary>A new decimal.</summary>
    public sealed record Number(decimal Value) : Made;

    /// <summary>A new array.</summary>
    public sealed record Items(ImmutableArray<Made> Values) : Made;

    /// <summary>A new map: key and value in turn.</summary>
    public sealed record Entries(ImmutableArray<Made> Parts) : Made;

    /// <summary>A new value of the constructor with this tag.</summary>
    public sealed record Construct(int Tag, ImmutableArray<Made> Fields) : Made;

    /// <summary>The constructor of <c>Option</c> that holds nothing.</summary>
    public static Made None { get; } = new Construct(0, []);

    /// <summary>The same object.</summary>
    public static implicit operator Made(Plain value) => new Same(value);

    /// <summary>A new string; nothing for none.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Made?(string? value) => value is null ? null : new Text(value);

    /// <summary>A number.</summary>
    public static implicit operator Made(long value) => new Scalar(value);

    /// <summary>A flag.</summary>
    public static implicit operator Made(bool value) => new Scalar(value ? 1 : 0);

    /// <summary>A Float64.</summary>
    public static implicit operator Made(double value) => new Scalar(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A decimal.</summary>
    public static implicit operator Made(decimal value) => new Number(value);

    /// <summary>A new array of these; of no more than show that there are too many.</summary>
    public static Made Array(IEnumerable<Made> items) => new Items([.. items.Take(Operation.ItemsMax + 1)]);

    /// <summary>Strings side by side.</summary>
    public static Made Texts(IEnumerable<string> items) => Array(items.Select(static item => (Made)item));

    /// <summary>A new <c>Some</c>.</summary>
    public static Made Some(Made value) => new Construct(1, [value]);

    /// <summary>A new <c>Ok</c>.</summary>
    public static Made Ok(Made value) => new Construct(0, [value]);

    /// <summary>A new <c>Err</c>.</summary>
    public static Made Err(string message) => new Construct(1, [message]);
}

/// <summary>
/// What an operation means: what it gives for operands; null where Vera's answer is no value that a case can have, a
/// trap or half of a letter.
/// </summary>
public delegate Made? Meaning(ReadOnlySpan<Plain> operands);
