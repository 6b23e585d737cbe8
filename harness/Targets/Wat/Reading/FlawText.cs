namespace Vera.GcStress.Targets.Wat.Reading;

/// <summary>Texts that only a reader of guest memory writes.</summary>
internal static class FlawText
{
    /// <summary>What is wrong, in angle brackets: no model ever writes that.</summary>
    public static void Flaw(this CanonicalWriter writer, string what)
    {
        writer.Raw("<"u8);
        writer.Raw(what);
        writer.Raw(">"u8);
    }

    public static void Flaw(this CanonicalWriter writer, string what, uint where) =>
        writer.Flaw($"{what} 0x{where:X}");

    /// <summary>A comma before every item but the first.</summary>
    public static void Separate(this CanonicalWriter writer, int place)
    {
        if (place > 0)
        {
            writer.Raw(", "u8);
        }
    }
}
