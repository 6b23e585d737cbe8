namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>The kinds of host values that wrappers stand for.</summary>
internal static class Wrappers
{
    public const int Map = 1;
    public const int Set = 2;
    public const int Decimal = 3;

    /// <summary>The first word of a wrapper.</summary>
    public static long TagOf(int kind) => 0xFEEDC000L + kind;
}
