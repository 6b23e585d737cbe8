using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A module that Vera made of a program which it accepts, and that no engine takes: a bug of its compiler.
/// </summary>
/// <remarks>Engines say where in the module it is wrong; that is another place in each program, and left out.</remarks>
internal static partial class InvalidModule
{
    private const string Opening = "the module is not valid: ";

    /// <summary>Whether a reason is one of these.</summary>
    public static bool Is(string reason) => reason.StartsWith(Opening, StringComparison.Ordinal);

    /// <summary>What is wrong with it, if an engine's or a compiler's message says that it is no module; else null.
    /// </summary>
    public static string? Words(string message) => Message().Match(message) is { Success: true } said
        ? $"{Opening}{Name().Replace(said.Groups["why"].Value, "a name")}"
        : null;

    [GeneratedRegex(@"(WebAssembly code at offset \d+: |WAT compilation failed: )(?<why>.*?)( *-->|$)")]
    private static partial Regex Message();

    [GeneratedRegex("name `[^`]*`")]
    private static partial Regex Name();
}
