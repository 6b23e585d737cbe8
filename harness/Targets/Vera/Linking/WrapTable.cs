using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>What a module has for handles of the host: of no use where no Decimal and no Future is wrapped.</summary>
internal static class WrapTable
{
    /// <summary>The collector tells the host that a wrapper is gone.</summary>
    public const string Told = "host_decref_handle";

    /// <summary>The module has the host give a wrapper its bucket.</summary>
    public const string Attached = "attach_bucket_to_wrapper";

    /// <summary>What enters wrappers, as the host calls it.</summary>
    public const string Registrar = "register_wrapper";

    /// <summary>What the host itself enters in the table.</summary>
    private static readonly string[] WrappedByHost = ["decimal_", "async_"];

    /// <summary>Takes out what enters wrappers and both imports, if nothing enters any.</summary>
    /// <remarks>The collector goes on to look into the table; what it would tell the host traps now.</remarks>
    /// <returns>The imports that went.</returns>
    public static IReadOnlyList<string> Remove(EditList edits, ModuleText module, ModuleRoles roles)
    {
        var imports = ModuleImport.All(module);
        if (roles.WrapRegistrar is not { } registrar || Calls(module, registrar.Name!)
            || Array.Exists(imports, import => Array.Exists(WrappedByHost, import.Name.StartsWith)))
        {
            return [];
        }

        ModuleImport[] gone =
        [
            .. imports.Where(import => import.Module == ModuleFace.Host && (import.Name == Told
                || (import.Name == Attached && !Calls(module, import.Identifier)))),
        ];
        foreach (var form in gone.Select(import => import.Form).Append(registrar).Concat(ExportsOf(module, registrar)))
        {
            edits.Remove(module.Token(form.First), module.Token(form.Last));
        }

        foreach (var told in gone.Where(import => import.Name == Told))
        {
            edits.Insert(module.Ending, $"  (func {told.Identifier} (param i32 i32)\n    unreachable)\n");
        }

        return [.. gone.Select(import => import.Name)];
    }

    private static IEnumerable<ModuleForm> ExportsOf(ModuleText module, ModuleForm function) =>
        module.Of("export").Where(form => form.Last == form.First + 7 && module.IsWord(form.First + 4, "func")
            && module.IsWord(form.First + 5, function.Name!));

    private static bool Calls(ModuleText module, string function) =>
        Array.Exists(["call", "return_call", "ref.func"], before => module.HasWord(before, function));
}
