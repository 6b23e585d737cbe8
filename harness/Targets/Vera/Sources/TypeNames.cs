using System.Globalization;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>What types are called in Vera source, and in the names of functions that are about them.</summary>
internal static class TypeNames
{
    /// <summary>The type as slots spell it; a closure type goes by its alias, <c>FnJson</c>.</summary>
    public static string Spelling(VeraType type) => type.Kind switch
    {
        TypeKind.Closure => "Fn" + Camel(type.First),
        _ when type.Arguments.IsEmpty => type.ToString(),
        _ => $"{type.Kind}<{string.Join(", ", type.Arguments.Select(Spelling))}>",
    };

    /// <summary>
    /// The type as a part of a name, <c>set_option_int</c>. Prefix order, so no two types share a name.
    /// </summary>
    public static string Snake(VeraType type) => string.Join('_', Words(type)).ToLowerInvariant();

    /// <summary>The same as one word, <c>SetOptionInt</c>.</summary>
    public static string Camel(VeraType type) => string.Concat(Words(type));

    private static IEnumerable<string> Words(VeraType type) =>
        type.Arguments.SelectMany(Words).Prepend(type.Kind.ToString());
}

/// <summary>Names for the functions of one case, told apart from those of other cases by a prefix.</summary>
internal sealed class CaseNames(string prefix)
{
    private int last;

    /// <summary>A name that no other function of the case has.</summary>
    public string Next(string what) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{what}_{++last}");
}
