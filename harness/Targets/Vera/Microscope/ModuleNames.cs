namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The names under which instrumented modules of any release export their collector's parts.</summary>
internal static class ModuleNames
{
    public const string HeapStart = "gcstress.heap_start";

    public const string HeapPointer = "gcstress.heap_ptr";

    /// <summary>In place of an import's name, where the host makes what a function is given.</summary>
    public const string Arguments = "arguments";

    public const string FreeHead = "gcstress.free_head";

    public const string ShadowPointer = "gcstress.sp";

    public const string StackBase = "gcstress.stack_base";

    /// <summary>The function that collects, hooks and all.</summary>
    public const string Collect = "gcstress.collect";
}
