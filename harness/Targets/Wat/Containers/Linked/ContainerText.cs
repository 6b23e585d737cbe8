using System.Text.RegularExpressions;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>
/// Sets and maps as WASM functions of a module's own, in the place of Vera's imports: same names, same signatures,
/// plain pointers in and out.
/// </summary>
/// <remarks>
/// There is one body per algorithm. What depends on the key's representation (hash, equality, where it lies) is a leaf
/// that the body calls by a name with a hole; a module gets a copy of the body for each representation that it uses,
/// and nothing else. A table and <c>call_indirect</c> would share the body, and would add a check and a jump that
/// cannot be foreseen to each step of each operation, a table to each module, and all leaves to it.
/// </remarks>
public static partial class ContainerText
{
    /// <summary>
    /// Whether an import of module <c>vera</c> is one that these functions can stand in for: those that Vera has, and
    /// open, put and close, which it does not have yet.
    /// </summary>
    public static bool Offers(string import) =>
        ImportName().IsMatch(import) && FunctionTemplates.Sound.Find(import) is not null;

    /// <summary>The text of the functions for these imports, and of all that they call.</summary>
    /// <param name="imports">Names without the module's: <c>map_insert$ks_vb</c>.</param>
    /// <param name="host">What the module has for them.</param>
    /// <exception cref="ArgumentException">An import is none of a Set or Map.</exception>
    public static string For(IEnumerable<string> imports, ContainerHost host)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(host);
        return For(imports, host, FunctionTemplates.Sound);
    }

    /// <summary>The same from other templates.</summary>
    internal static string For(IEnumerable<string> imports, ContainerHost host, FunctionTemplates templates)
    {
        var given = Given(host);
        var wanted = new Queue<string>();
        foreach (var import in imports)
        {
            wanted.Enqueue(Offers(import)
                ? import
                : throw new ArgumentException($"{import} is no function of a Set or Map", nameof(imports)));
        }

        var inlined = new InlinedCalls(name => given.ContainsKey(name) ? null : Filled(name, host, templates));
        var functions = new Dictionary<string, string>();
        while (wanted.TryDequeue(out var name))
        {
            if (!given.ContainsKey(name) && !functions.ContainsKey(name))
            {
                functions.Add(name, inlined.In(Filled(name, host, templates)));
                foreach (Match call in Call().Matches(functions[name]))
                {
                    wanted.Enqueue(call.Groups["name"].Value);
                }
            }
        }

        return string.Join('\n', functions.Values.Select(text => Named(text, host, given)));
    }

    /// <summary>What a function of ours is called in the module's text.</summary>
    /// <param name="import">The import that it stands in for.</param>
    /// <param name="host">What the module has for it.</param>
    public static string NameOf(string import, ContainerHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Prefix + (ImportName().IsMatch(import) ? import : $"trie.{import}");
    }

    /// <summary>What the module itself has, by the names that our functions call it.</summary>
    private static Dictionary<string, string> Given(ContainerHost host)
    {
        var given = new Dictionary<string, string> { ["alloc"] = host.Alloc, ["alloc_data"] = host.AllocData };
        if (host.Push is not null)
        {
            given.Add("push", host.Push);
            given.Add("set_slot", host.SetSlot ?? throw new ArgumentException("a heap that pushes has slots to set"));
        }

        return given;
    }

    private static string Filled(string name, ContainerHost host, FunctionTemplates templates)
    {
        var template = templates.Find(name)
            ?? throw new InvalidOperationException($"no container file has a function {name}");
        var lines = template.Text.Split('\n')
            .Where(line => !HeapProbes.IsAside(line))
            .Where(line => host.Counts || !line.TrimStart().StartsWith(HeapProbes.Seen, StringComparison.Ordinal));
        return Hole().Replace(
            string.Join('\n', lines), hole => Filling(hole.Groups["name"].Value, template, host));
    }

    private static string Filling(string hole, FilledTemplate template, ContainerHost host) => hole switch
    {
        "K" => $"{template.Key}",
        "V" => $"{template.Value}",
        "key-params" => Key(template).Declared("key"),
        "key-slot" => Key(template).Slot("key"),
        "key-tag" => $"{Key(template).Tag}",
        "value-params" => Value(template).Declared("value"),
        "value-slot" => Value(template).Slot("value"),
        "value-tag" => $"{Value(template).Tag}",
        "map-shape" => $"{Key(template).Tag + (8 * Value(template).Tag) + 64}",
        "SET" => "(i32.const 0xFEEDC002)",
        "MAP" => "(i32.const 0xFEEDC001)",
        "OPEN_SET" => "(i32.const 0xFEEDC012)",
        "OPEN_MAP" => "(i32.const 0xFEEDC011)",
        "BIT_31" => "(i32.const 0x80000000)",
        "LEVELS" => "(i32.const 16)",
        "FACTOR" => "(i64.const 0xD6E8FEB86659FD93)",
        "SEED" => $"(i64.const 0x{host.Seed:X})",
        "sp" => host.StackPointer,
        "limit" => host.StackLimit,
        "keep" => host.SetSlot is null ? "i32.store" : "call $set_slot",
        _ => throw new InvalidOperationException($"no text for {{{hole}}}"),
    };

    private static Representation Key(FilledTemplate template) => Of(template.Key);

    private static Representation Value(FilledTemplate template) => Of(template.Value);

    private static Representation Of(char? letter) =>
        Representation.All.First(representation => representation.Letter == letter);

    /// <summary>The text with the names that functions have in the module.</summary>
    private static string Named(string text, ContainerHost host, Dictionary<string, string> given) =>
        FunctionName().Replace(text, name =>
            name.Groups["before"].Value + (given.TryGetValue(name.Groups["name"].Value, out var own)
                ? own
                : NameOf(name.Groups["name"].Value, host)));

    [GeneratedRegex(
        @"^((set|map)_(new|size|open|close)|set_(add|put|contains|remove|to_array)\$e\w"
        + @"|map_(contains|remove|keys)\$k\w|map_values\$v\w|map_(insert|put|get)\$k\w_v\w)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex ImportName();

    [GeneratedRegex(@"\(call \$(?<name>[^\s)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<before>\((call|func) )\$(?<name>[^\s)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\{(?<name>[A-Za-z_0-9-]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
