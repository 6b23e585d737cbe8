namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>What an edited module asks and tells; without a listener it is never told to collect.</summary>
internal static class HookImports
{
    public static HostFunction? Find(string name) => name switch
    {
        "allocating" => new("i>i", static (run, a, r) =>
            r[0] = run.Hooks?.Allocating(unchecked((int)a[0])) == true ? 1 : 0),
        "allocated" => new("i>", static (run, a, _) => run.Hooks?.Allocated(unchecked((uint)a[0]))),
        "keep" => new(">i", static (run, _, r) => r[0] = run.Hooks?.Keep() ?? 0),
        "collecting" => new(">", static (run, _, _) => run.Hooks?.Collecting()),
        "collected" => new(">", static (run, _, _) => run.Hooks?.Collected()),
        "entered" => new("ii>", static (run, a, _) =>
            run.Hooks?.Entered(unchecked((int)a[0]), unchecked((int)a[1]))),
        "left" => new("ii>", static (run, a, _) => run.Hooks?.Left(unchecked((int)a[0]), unchecked((int)a[1]))),
        _ => null,
    };
}
