using System.Collections.Immutable;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>Reads a Vera program: what our generator writes, and most of what people do.</summary>
/// <remarks>
/// What it does not know is refused with its line: whoever asks for a smaller program then keeps the one there is.
/// </remarks>
public sealed class ProgramReader
{
    private const int DepthMax = 400;

    private readonly TokenStream tokens;
    private readonly NodeReader nodes;

    private ProgramReader(string source)
    {
        tokens = new(Tokens.Of(source), DepthMax);
        nodes = new(tokens);
    }

    /// <exception cref="SyntaxException">It is no program, or has what is not known here.</exception>
    public static SourceProgram Read(string source) => new ProgramReader(source).All();

    private SourceProgram All()
    {
        var declarations = ImmutableArray.CreateBuilder<Declaration>();
        while (tokens.Next.Kind != TokenKind.End)
        {
            declarations.Add(One());
        }

        return new(declarations.ToImmutable());
    }

    private Declaration One()
    {
        if (tokens.Takes("type"))
        {
            var alias = tokens.Word();
            tokens.Take("=");
            var type = tokens.Type();
            tokens.Take(";");
            return new Declaration.Alias(alias, type);
        }

        var visibility = tokens.Next.Is("public") || tokens.Next.Is("private")
            ? tokens.Word()
            : throw tokens.Unknown("'public', 'private' or 'type' begins a declaration");
        return tokens.Takes("data") ? Data(visibility) : Function(visibility == "public");
    }

    private Declaration.Data Data(string visibility)
    {
        var name = tokens.Word();
        var parameters = tokens.Next.Is("<") ? tokens.TypeArguments() : "";
        tokens.Take("{");
        var constructors = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        do
        {
            var constructor = tokens.Word();
            constructors.Add((constructor, tokens.Next.Is("(") ? tokens.List("(", tokens.Type, ")") : []));
        }
        while (tokens.Takes(","));

        tokens.Take("}");
        return new(name, visibility, parameters, constructors.ToImmutable());
    }

    private Declaration.Function Function(bool isPublic)
    {
        var generics = tokens.Takes("forall") ? $"forall{tokens.TypeArguments()} " : "";
        tokens.Take("fn");
        var name = tokens.Word();
        var (parameters, result) = nodes.Signature();
        var contracts = ImmutableArray.CreateBuilder<string>();
        while (!tokens.Next.Is("effects"))
        {
            contracts.Add(tokens.Next.Is("requires") || tokens.Next.Is("ensures") || tokens.Next.Is("decreases")
                ? tokens.Word() + tokens.InParentheses()
                : throw tokens.Unknown("a contract or effects follow a function's head"));
        }

        var effects = nodes.Effects();
        var body = nodes.Within(parameters, nodes.Block);
        return new(name, isPublic, generics, parameters, result, contracts.ToImmutable(), effects, body);
    }
}
