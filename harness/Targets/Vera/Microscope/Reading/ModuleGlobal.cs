using System.Globalization;

namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>A global of type i32 that begins as a constant.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="Export">The name under which the module shows it, or null.</param>
/// <param name="IsMutable">Whether the program may set it.</param>
/// <param name="Init">What it begins as.</param>
/// <param name="InitToken">The place of that number among the tokens.</param>
internal sealed record ModuleGlobal(string Name, string? Export, bool IsMutable, uint Init, int InitToken)
{
    /// <summary>All such globals of a module.</summary>
    public static ModuleGlobal[] All(ModuleText module) =>
        [.. module.Of("global").Select(form => Read(module, form)).OfType<ModuleGlobal>()];

    private static ModuleGlobal? Read(ModuleText module, ModuleForm form)
    {
        if (form.Name is null)
        {
            return null;
        }

        string? export = null;
        var isMutable = false;
        foreach (var (keyword, first, last) in module.Lists(form))
        {
            switch (keyword)
            {
                case "export":
                    export = $"{module.Word(first + 2)}".Trim('"');
                    break;
                case "mut":
                    isMutable = true;
                    break;
                case "i32.const" when last == first + 3 && Number(module.Word(first + 2)) is { } init:
                    return new(form.Name, export, isMutable, init, first + 2);
                default:
                    break;
            }
        }

        return null;
    }

    private static uint? Number(ReadOnlySpan<char> word) =>
        uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : word.StartsWith("0x") && uint.TryParse(word[2..], NumberStyles.AllowHexSpecifier, null, out number) ? number
        : null;
}
