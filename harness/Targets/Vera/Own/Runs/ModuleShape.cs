using System.Collections.Immutable;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>What can be seen of a module about the host that it was made for.</summary>
/// <param name="Containers">How its Sets and Maps travel.</param>
/// <param name="TagsHandles">Whether handles in wrappers carry bit 31: since 0.0.155.</param>
/// <param name="WalkersRoot">Whether hosts root what they build: since 0.0.158, which exports the pointer.</param>
public readonly record struct ModuleShape(ContainerAbi Containers, bool TagsHandles, bool WalkersRoot)
{
    /// <summary>The tag words of Map and Set wrappers, as numbers in the text.</summary>
    private static readonly string[] WrapperTags =
        ["0xFEEDC001", "0xfeedc001", "0xFEEDC002", "0xfeedc002", "4276994049", "4276994050"];

    /// <summary>What takes the tag off a handle.</summary>
    private static readonly string[] HandleMask = ["0x7FFFFFFF", "0x7fffffff", "2147483647"];

    /// <summary>Whether results are rooted while their boxes are made, as by hosts of buckets.</summary>
    public bool BuildersRoot => Containers == ContainerAbi.Bucket && WalkersRoot;

    /// <summary>Payload bytes of a wrapper around a handle.</summary>
    public int WrapperBytes => Containers is ContainerAbi.Handles or ContainerAbi.Wrappers ? 8 : 12;

    internal static ModuleShape Of(
        string text, IReadOnlyCollection<WasmImport> imports, ImmutableHashSet<string> exports)
    {
        var asked = imports.Where(i => i.Module == "vera").Select(i => i.Name).ToList();
        bool Has(string name) => asked.Exists(a => a.StartsWith(name, StringComparison.Ordinal));
        bool Says(string[] words) => Array.Exists(words, w => text.Contains(w, StringComparison.Ordinal));
        var (masks, wraps) = (Says(HandleMask), Has("host_decref_handle"));

        // Where buckets are the contents, nothing but a Decimal is wrapped.
        var containers = Has("attach_bucket_to_wrapper")
                ? Says(WrapperTags) || (masks && !Has("decimal_")) ? ContainerAbi.Mirror : ContainerAbi.Bucket
            : wraps ? ContainerAbi.Wrappers
            : exports.Contains("gc_sp") ? ContainerAbi.Bucket
            : ContainerAbi.Handles;
        return new(containers, wraps && masks, exports.Contains("gc_sp") && exports.Contains("gc_stack_limit"));
    }
}
