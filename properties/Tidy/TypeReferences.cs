using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>
/// Which folder of the harness refers to which, and to what outside of it: asked of the compiler, so that inferred
/// types, extension methods and constants count as well, and comments do not.
/// </summary>
internal sealed class TypeReferences
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO;
        global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Lazy<TypeReferences> OfHarness = new(() => Read(HarnessSources.CSharp));

    private TypeReferences(IReadOnlyList<Reference> all) => All = all;

    /// <summary>The harness's own, read once.</summary>
    public static TypeReferences Harness => OfHarness.Value;

    /// <summary>Every reference from a file to a type that stands in another folder, or outside.</summary>
    public IReadOnlyList<Reference> All { get; }

    /// <summary>The arrows between folders.</summary>
    public FolderArrows Arrows => new(
        from reference in All
        where reference.Folder is { Length: > 0 }
        select (HarnessSources.FolderOf(reference.File), reference.Folder));

    /// <summary>Reads sources, given by path and text.</summary>
    public static TypeReferences Read(IEnumerable<(string Path, string Text)> sources)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.Path)).ToList();
        var compilation = CSharpCompilation.Create(
            "harness",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)],
            Libraries(),
            new(OutputKind.ConsoleApplication, allowUnsafe: true));
        return new([.. trees.AsParallel().AsOrdered().SelectMany(tree => In(tree, compilation))]);
    }

    private static IEnumerable<Reference> In(SyntaxTree tree, CSharpCompilation compilation)
    {
        var model = compilation.GetSemanticModel(tree);
        var types = tree.GetRoot()
            .DescendantNodes(node => node is not UsingDirectiveSyntax)
            .Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or PredefinedTypeSyntax)
            .Select(node => model.GetSymbolInfo(node).Symbol)
            .SelectMany(TypesOf)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        return
            from type in types
            let reference = ReferenceTo(type, tree.FilePath)
            where reference.Folder != HarnessSources.FolderOf(tree.FilePath)
            select reference;
    }

    /// <summary>The types that a symbol stands for: its own, the one that it is a member of, what it gives.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesOf(ISymbol? symbol)
    {
        IEnumerable<ITypeSymbol?> types = symbol switch
        {
            ITypeSymbol type => [type],
            IMethodSymbol method => [method.ContainingType, method.ReturnType, .. method.TypeArguments],
            IPropertySymbol property => [property.ContainingType, property.Type],
            IFieldSymbol field => [field.ContainingType, field.Type],
            ILocalSymbol local => [local.Type],
            IParameterSymbol parameter => [parameter.Type],
            _ => [symbol?.ContainingType],
        };
        return types.SelectMany(Named);
    }

    private static IEnumerable<INamedTypeSymbol> Named(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol named => [named.OriginalDefinition, .. named.TypeArguments.SelectMany(Named)],
        IArrayTypeSymbol array => Named(array.ElementType),
        IPointerTypeSymbol pointer => Named(pointer.PointedAtType),
        _ => [],
    };

    private static Reference ReferenceTo(INamedTypeSymbol type, string file)
    {
        var declared = type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
        return new(
            file,
            declared is null ? null : HarnessSources.FolderOf(declared),
            type.ToDisplayString(),
            type.ContainingAssembly?.Name ?? "");
    }

    private static IEnumerable<MetadataReference> Libraries() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        where !Path.GetFileName(path).StartsWith("vera-gcstress", StringComparison.Ordinal)
            && !Path.GetFileName(path).StartsWith("Vera.", StringComparison.Ordinal)
        select MetadataReference.CreateFromFile(path);
}

/// <summary>A file of the harness refers to a type: of one of its folders, or of an assembly.</summary>
internal sealed record Reference(string File, string? Folder, string Type, string Assembly);
