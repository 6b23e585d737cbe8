using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>Has functions leave the shadow stack as they found it, but for their result's root.</summary>
/// <remarks>What a program shows then, no root did that a function has left: that of a callee, once more each turn.
/// </remarks>
internal static class RootPopping
{
    private const string Begin = "$gcstress.begin";
    private const string Result = "$gcstress.result";
    private const string Length = "$gcstress.length";

    public static void Apply(
        EditList edits, ModuleText module, ModuleRoles roles, IReadOnlyList<GuestFunction> functions)
    {
        var sp = roles.ShadowPointer.Name;
        foreach (var function in functions)
        {
            var form = module.Forms[function.Place];
            edits.Insert(module.Token(module.BodyOf(form)).Start, $"""
                (local {Begin} i32) (local {Result} i32) (local {Length} i32)
                    global.get {sp} local.set {Begin}

                """ + "    ");
            foreach (var (at, callee) in ModuleEdits.Returns(module, form))
            {
                // Where a result is on its way, only the end of the function knows where it stands.
                edits.Insert(at, callee is not null || !MayLeave(function) ? Popped(sp) : "");
            }

            edits.Insert(
                module.Token(form.Last).Start, MayLeave(function) ? KeepingResult(function, sp) : Popped(sp));
        }
    }

    private static bool MayLeave(GuestFunction function) =>
        GuestFunction.MayMove(function.Number, GuestFunction.RootBytes);

    private static string Popped(string sp) => $"\n    local.get {Begin} global.set {sp}\n    ";

    /// <summary>What is left goes, and the root of the result takes its place.</summary>
    private static string KeepingResult(GuestFunction function, string sp)
    {
        var isPair = function.Results.Count == 2;
        return $"""

                {(isPair ? $"local.set {Length}" : "")}
                local.set {Result}
                (if (i32.gt_u (global.get {sp}) (i32.add (local.get {Begin}) (i32.const {GuestFunction.RootBytes})))
                  (then
                    (i32.store (local.get {Begin}) (local.get {Result}))
                    (global.set {sp} (i32.add (local.get {Begin}) (i32.const {GuestFunction.RootBytes})))))
                local.get {Result}
                {(isPair ? $"local.get {Length}" : "")}

            """;
    }
}
