namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads types as Vera spells them, for instance <c>Map&lt;String, Json&gt;</c>.</summary>
internal static class TypeParser
{
    private static readonly Dictionary<string, TypeKind> Kinds =
        Enum.GetValues<TypeKind>().ToDictionary(kind => kind.ToString(), StringComparer.Ordinal);

    // No type within the limit of characters nests deeper.
    private const int DepthMax = CaseLimits.TypeChars / 4;

    public static VeraType Read(CaseReader reader, int depth = 0)
    {
        var name = reader.Name("a type");
        if (!Kinds.TryGetValue(name, out var kind))
        {
            throw reader.Error($"unknown type '{name}'{Spelling.Hint(name, Kinds.Keys)}");
        }

        var arguments = Arguments(reader, kind, depth);
        var type = VeraType.Of(kind, arguments);
        return type.ToString().Length <= CaseLimits.TypeChars ? type : throw TooLong(reader);
    }

    private static VeraType[] Arguments(CaseReader reader, TypeKind kind, int depth)
    {
        if (depth > DepthMax)
        {
            throw TooLong(reader);
        }

        var arguments = new VeraType[VeraType.Arity(kind)];
        for (var i = 0; i < arguments.Length; i++)
        {
            reader.Expect(i == 0 ? '<' : ',');
            arguments[i] = Read(reader, depth + 1);
        }

        if (arguments.Length > 0)
        {
            reader.Expect('>');
        }

        return arguments;
    }

    private static CaseFormatException TooLong(CaseReader reader) =>
        reader.Error($"a type is at most {CaseLimits.TypeChars} characters long");
}
