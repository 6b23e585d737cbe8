namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>What a token of a module's text is.</summary>
internal enum WatTokenKind
{
    Open,
    Close,
    Word,
    Text,
}

/// <summary>One token of a module's text; comments are none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, after its last character.</param>
internal readonly record struct WatToken(WatTokenKind Kind, int Start, int End);
