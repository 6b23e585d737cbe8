using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>What the guest tells about the wrappers around handles.</summary>
internal static class Wrapping
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("host_decref_handle", new("ii>", static (run, a, _) => Drop(run, unchecked((int)a[0]), unchecked((int)a[1])))),
        ("attach_bucket_to_wrapper", new("iii>", static (run, a, _) =>
            run.Containers.Attach((uint)a[0], unchecked((int)a[1]), unchecked((int)a[2])))),
    ];

    private static void Drop(HostRun run, int kind, int handle)
    {
        if (kind == Wrappers.Decimal)
        {
            run.Decimals.Drop(handle);
            return;
        }

        run.Containers.Drop(kind, handle);
    }
}
