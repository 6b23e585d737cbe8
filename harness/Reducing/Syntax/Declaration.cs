using System.Collections.Immutable;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>A declaration of a program: a closed set.</summary>
/// <param name="Name">Its name.</param>
public abstract record Declaration(string Name)
{
    /// <summary>A type with its constructors; their fields are texts of types.</summary>
    public sealed record Data(
        string Name, string Visibility, string Parameters,
        ImmutableArray<(string Name, ImmutableArray<string> Fields)> Constructors) : Declaration(Name);

    /// <summary>Another name of a type.</summary>
    public sealed record Alias(string Name, string Type) : Declaration(Name);

    /// <summary>A function.</summary>
    public sealed record Function(
        string Name, bool IsPublic, string Generics, ImmutableArray<Binder> Parameters, string Result,
        ImmutableArray<string> Contracts, string Effects, Node.Block Body) : Declaration(Name);
}

/// <summary>A Vera program: its declarations in their order.</summary>
public sealed record SourceProgram(ImmutableArray<Declaration> Declarations)
{
    /// <summary>Its functions.</summary>
    public IEnumerable<Declaration.Function> Functions => Declarations.OfType<Declaration.Function>();

    /// <summary>The function of a name, or null.</summary>
    public Declaration.Function? Find(string name) => Functions.FirstOrDefault(f => f.Name == name);

    /// <summary>The same with one declaration replaced, or left out.</summary>
    public SourceProgram With(Declaration old, Declaration? other) => new(
        [.. Declarations.Select(d => ReferenceEquals(d, old) ? other : d).OfType<Declaration>()]);
}
