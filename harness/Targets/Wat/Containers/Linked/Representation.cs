namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>One way in which WASM passes a key or value, by the letter that imports have for it.</summary>
/// <param name="Letter">i, f, s, b as Vera's tags are; a for arrays, which Vera refuses as elements.</param>
/// <param name="Tag">The number that a container's shape has for it.</param>
/// <param name="Parameters">The WASM types of what is passed.</param>
internal sealed record Representation(char Letter, int Tag, params string[] Parameters)
{
    /// <summary>All of them, by tag.</summary>
    public static IReadOnlyList<Representation> All { get; } =
    [
        new('i', 0, "i64"),
        new('f', 1, "f64"),
        new('s', 2, "i32", "i32"),
        new('b', 3, "i32"),
        new('a', 4, "i32", "i32"),
    ];

    /// <summary>The letters as a text.</summary>
    public static string Letters { get; } = string.Concat(All.Select(one => one.Letter));

    /// <summary>The declarations of parameters with this name.</summary>
    public string Declared(string name) => Parameters.Length == 1
        ? $"(param ${name} {Parameters[0]})"
        : $"(param ${name} i32) (param ${name}_length i32)";

    /// <summary>What was passed under this name as the 64 bits of a slot.</summary>
    public string Slot(string name) => Letter switch
    {
        'i' => $"(local.get ${name})",
        'f' => $"(i64.reinterpret_f64 (local.get ${name}))",
        'b' => $"(i64.extend_i32_u (local.get ${name}))",
        _ => $"(call $slot_of (local.get ${name}) (local.get ${name}_length))",
    };
}
