using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>A module may name functions and types by number; with imports gone, numbers would mean others.</summary>
internal static class NamedReferences
{
    private static readonly string[] BeforeReferences =
        ["call", "return_call", "ref.func", "func", "start", "type"];

    /// <summary>In a list of functions, these alone are followed by another number.</summary>
    private static readonly string[] BeforeNumbers = ["i32.const", "i64.const", "table", "global.get"];

    /// <exception cref="ModuleException">The module does so.</exception>
    public static void Check(ModuleText module)
    {
        foreach (var form in module.Forms)
        {
            var isList = false;
            for (var place = form.First + 1; place < form.Last; place++)
            {
                isList |= module.IsWord(place, "elem");
                if (char.IsAsciiDigit(module.Word(place)[0]) && (isList
                    ? !Array.Exists(BeforeNumbers, word => module.IsWord(place - 1, word))
                    : Array.Exists(BeforeReferences, word => module.IsWord(place - 1, word))))
                {
                    throw new ModuleException("it names functions or types by number, as Vera's compiler does not");
                }
            }
        }
    }
}
