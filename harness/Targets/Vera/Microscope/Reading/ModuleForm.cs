namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>A field of a module: <c>(func $alloc ...)</c>, <c>(global ...)</c>, <c>(import ...)</c>.</summary>
/// <param name="Keyword">Its first word.</param>
/// <param name="Name">The identifier after it, or null.</param>
/// <param name="First">The place of its opening parenthesis among the tokens.</param>
/// <param name="Last">The place of its closing one.</param>
internal sealed record ModuleForm(string Keyword, string? Name, int First, int Last);
