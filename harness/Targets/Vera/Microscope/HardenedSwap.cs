using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A collector of our own in the place of a module's: what it cures, the module's collector did.</summary>
internal static class HardenedSwap
{
    /// <summary>The function that collects.</summary>
    public const string Collector = "$gcstress.hardened";

    /// <exception cref="ModuleException">The module has a wrap table that was not recognised.</exception>
    public static void Apply(EditList edits, ModuleText module, ModuleRoles roles)
    {
        var hasWrappers = roles.WrapRegistrar is not null;
        var text = Resource("swapped-collector.wat")
            .Replace("{stack_base}", roles.StackBase.Name, StringComparison.Ordinal)
            .Replace("{sp}", roles.ShadowPointer.Name, StringComparison.Ordinal)
            .Replace("{heap_ptr}", roles.HeapPointer.Name, StringComparison.Ordinal)
            .Replace("{heap_start}", roles.HeapStart.Name, StringComparison.Ordinal)
            .Replace("{free_head}", roles.FreeHead.Name, StringComparison.Ordinal)
            .Replace("{wrappers}", hasWrappers ? "(call $gcstress.wrappers)" : "", StringComparison.Ordinal);
        edits.Insert(module.Ending, text);
        if (hasWrappers)
        {
            var (first, next, forget) = roles.WrapTable();
            edits.Insert(module.Ending, Resource("swapped-wrappers.wat")
                .Replace("{wrap_base}", first, StringComparison.Ordinal)
                .Replace("{wrap_ptr}", next, StringComparison.Ordinal)
                .Replace("{decref}", forget, StringComparison.Ordinal));
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HardenedSwap).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
