using System.Globalization;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own;

/// <summary>Arguments as the command line spells them.</summary>
internal static class WrittenArguments
{
    /// <summary>What the parameter takes or, where that is not known or not met, what the text looks like.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="type">What Vera's compiler calls the type of its parameter; null: not known.</param>
    public static RunArgument Read(string text, string? type) => As(text, type) ?? LooksLike(text);

    /// <summary>Whether a parameter of the type takes it; of a type that is not known here, any.</summary>
    public static bool Fits(string text, string type) =>
        type is not ("i64" or "i32" or "f64") || As(text, type) is not null;

    private static RunArgument? As(string text, string? type) => type switch
    {
        ModuleCall.Pair => new RunArgument.Text(text),
        "i64" => Integer(text),
        "i32" => Flag(text) ?? (Integer(text) is { Value: >= 0 and <= uint.MaxValue } word ? word : null),
        "f64" => Real(text),
        _ => null,
    };

    private static RunArgument LooksLike(string text) =>
        Integer(text) ?? Flag(text) ?? Real(text) ?? (RunArgument)new RunArgument.Text(text);

    private static RunArgument.Integer? Flag(string text) => text switch
    {
        "true" => new(1),
        "false" => new(0),
        _ => null,
    };

    private static RunArgument.Integer? Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new(value)
            : null;

    private static RunArgument.Real? Real(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new(value) : null;
}
