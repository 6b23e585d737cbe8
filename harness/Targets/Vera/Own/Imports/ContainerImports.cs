using Vera.GcStress.Targets.Vera.Own.Containers;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Set and Map: names end in the tags of elements, keys and values, as in <c>map_insert$ks_vb</c>.</summary>
internal static class ContainerImports
{
    private const string Tags = "ifsb";

    public static HostFunction? Find(string name)
    {
        var mark = name.IndexOf('$', StringComparison.Ordinal);
        var (operation, suffix) = mark < 0 ? (name, "") : (name[..mark], name[(mark + 1)..]);
        return (operation, suffix) switch
        {
            ("set_new", "") => New(Wrappers.Set),
            ("map_new", "") => New(Wrappers.Map),
            ("set_size", "") => Size(Wrappers.Set),
            ("map_size", "") => Size(Wrappers.Map),
            ("map_insert" or "map_get", ['k', var k, '_', 'v', var v]) when Tags.Contains(k) && Tags.Contains(v) =>
                operation == "map_get" ? Get(k, v) : Insert(k, v),
            ("map_contains" or "map_remove" or "map_keys", ['k', var k]) when Tags.Contains(k) =>
                OfKey(operation, Wrappers.Map, k),
            ("set_add" or "set_contains" or "set_remove" or "set_to_array", ['e', var e]) when Tags.Contains(e) =>
                OfKey(operation, Wrappers.Set, e),
            ("map_values", ['v', var v]) when Tags.Contains(v) => Column(Wrappers.Map, v, values: true),
            _ => null,
        };
    }

    private static HostFunction New(int kind) => new(">i", (run, _, r) => r[0] = run.Containers.New(kind));

    private static HostFunction Size(int kind) =>
        new("i>l", (run, a, r) => r[0] = run.Containers.Size(kind, (uint)a[0]));

    private static HostFunction OfKey(string operation, int kind, char tag) => operation switch
    {
        "set_add" => new($"i{Letters(tag)}>i", (run, a, r) =>
            r[0] = run.Containers.Add(kind, (uint)a[0], new(tag, Value(run, tag, a[1..])))),
        "set_contains" or "map_contains" => new($"i{Letters(tag)}>i", (run, a, r) =>
            r[0] = run.Containers.Contains(kind, (uint)a[0], tag, Value(run, tag, a[1..])) ? 1 : 0),
        "set_remove" or "map_remove" => new($"i{Letters(tag)}>i", (run, a, r) =>
            r[0] = run.Containers.Remove(kind, (uint)a[0], tag, Value(run, tag, a[1..]))),
        _ => Column(kind, tag, values: false),
    };

    private static HostFunction Column(int kind, char tag, bool values) => new("i>ii", (run, a, r) =>
        run.Results.Array(tag, run.Containers.Column(kind, (uint)a[0], tag, values), r));

    private static HostFunction Insert(char key, char value) => new($"i{Letters(key)}{Letters(value)}>i", (run, a, r) =>
    {
        var valueAt = 1 + Letters(key).Length;
        var entry = new Entry(key, Value(run, key, a[1..]), value, Value(run, value, a[valueAt..]));
        r[0] = run.Containers.Add(Wrappers.Map, (uint)a[0], entry);
    });

    private static HostFunction Get(char key, char value) => new($"i{Letters(key)}>i", (run, a, r) =>
    {
        var found = run.Containers.Get((uint)a[0], key, Value(run, key, a[1..]), value);
        r[0] = found is { } there ? run.Results.OptionOf(value, there) : run.Results.Empty();
    });

    private static string Letters(char tag) => tag switch { 'i' => "l", 'f' => "d", 's' => "ii", _ => "i" };

    private static HostValue Value(HostRun run, char tag, ReadOnlySpan<long> words) => tag == 's'
        ? new(0, run.Guest.Text(words[0], words[1]))
        : new(words[0]);
}
