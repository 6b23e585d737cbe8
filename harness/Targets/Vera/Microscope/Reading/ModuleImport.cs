namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>A function that a module imports, as its text says it: <c>(import "vera" "print" (func $p ...))</c>.
/// </summary>
/// <param name="Form">The field.</param>
/// <param name="Module">Who is to give it.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Identifier">What the module's own text calls it.</param>
internal sealed record ModuleImport(ModuleForm Form, string Module, string Name, string Identifier)
{
    // (import "vera" "print" (func $p: the places of the names, counted from the first parenthesis.
    private const int ModuleAt = 2;
    private const int NameAt = 3;
    private const int KindAt = 5;
    private const int IdentifierAt = 6;

    /// <summary>All functions that are imported in this way and have an identifier; there are other ways.</summary>
    public static ModuleImport[] All(ModuleText module) =>
    [
        .. from form in module.Of("import")
           where form.Last - form.First > IdentifierAt && module.IsWord(form.First + KindAt, "func")
               && module.Word(form.First + IdentifierAt).StartsWith('$')
           select new ModuleImport(
               form, Text(module, form.First + ModuleAt), Text(module, form.First + NameAt),
               $"{module.Word(form.First + IdentifierAt)}"),
    ];

    private static string Text(ModuleText module, int place) => $"{module.Word(place)}".Trim('"');
}
