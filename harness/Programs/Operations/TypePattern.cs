using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Vera.GcStress.Programs.Operations;

/// <summary>A type of a signature, in which variables stand for types: <c>Map&lt;K, V&gt;</c>.</summary>
public sealed class TypePattern
{
    private readonly string name;
    private readonly int variable = -1;
    private readonly TypeKind kind;
    private readonly ImmutableArray<TypePattern> arguments = [];

    private TypePattern(string name, int variable) => (this.name, this.variable) = (name, variable);

    private TypePattern(TypeKind kind, ImmutableArray<TypePattern> arguments)
    {
        (this.kind, this.arguments) = (kind, arguments);
        name = arguments.IsEmpty ? $"{kind}" : $"{kind}<{string.Join(", ", arguments)}>";
        Closed = Variables.Any() ? null : Under(default);
    }

    /// <summary>The type itself, where the pattern has no variable.</summary>
    public VeraType? Closed { get; }

    /// <summary>The kind that a type must have, or null where any type will do.</summary>
    public TypeKind? Kind => variable < 0 ? kind : null;

    /// <summary>The places of its variables.</summary>
    public IEnumerable<int> Variables => variable >= 0 ? [variable] : arguments.SelectMany(a => a.Variables);

    /// <summary>It and the patterns in it.</summary>
    public IEnumerable<TypePattern> All => arguments.SelectMany(argument => argument.All).Prepend(this);

    /// <summary>A variable; those of one signature have places of their own, from 0.</summary>
    public static TypePattern Variable(string name, int place) => new(name, place);

    /// <summary>A type made of others.</summary>
    public static TypePattern Of(TypeKind kind, params ReadOnlySpan<TypePattern> arguments) =>
        new(kind, [.. arguments]);

    /// <summary>A type that takes no arguments.</summary>
    public static implicit operator TypePattern(TypeKind kind) => Of(kind);

    /// <summary>Whether a type is of this form; then the variables in it are known.</summary>
    public bool Matches(VeraType type, ref TypeBinding known)
    {
        if (variable >= 0)
        {
            known[variable] ??= type;
            return known[variable] == type;
        }

        var matches = type.Kind == kind;
        for (var i = 0; matches && i < arguments.Length; i++)
        {
            matches = arguments[i].Matches(type.Arguments[i], ref known);
        }

        return matches;
    }

    /// <summary>The type that it stands for, or null where a variable is not known yet.</summary>
    public VeraType? Under(in TypeBinding known)
    {
        if (Closed is not null || variable >= 0)
        {
            return Closed ?? known[variable];
        }

        var types = new VeraType[arguments.Length];
        for (var i = 0; i < types.Length; i++)
        {
            if (arguments[i].Under(known) is not { } type)
            {
                return null;
            }

            types[i] = type;
        }

        return VeraType.Of(kind, types);
    }

    /// <summary>The pattern as a signature spells it.</summary>
    public override string ToString() => name;
}

/// <summary>What the variables of a signature stand for, as far as that is known.</summary>
[InlineArray(Places)]
public struct TypeBinding
{
    /// <summary>How many variables a signature can have.</summary>
    public const int Places = 3;

    private VeraType? first;
}
