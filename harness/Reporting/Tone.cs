namespace Vera.GcStress.Reporting;

/// <summary>What a word means to the reader, shown as a colour where there are colours.</summary>
public enum Tone
{
    /// <summary>As any other.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Wrong: look here first.</summary>
    Bad,

    /// <summary>For reference.</summary>
    Soft,
}
