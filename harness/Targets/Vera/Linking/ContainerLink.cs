using System.Collections.Immutable;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own.Imports;
using Vera.GcStress.Targets.Vera.Own.Wasm;
using Vera.GcStress.Targets.Wat.Containers.Linked;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>Takes the Set and Map imports out of a module that Vera compiled, and puts functions in.</summary>
internal static class ContainerLink
{
    /// <summary>The first words of wrappers: where the module writes them, its containers are handles.</summary>
    private static readonly string[] WrapperTags = ["0xFEEDC001", "0xFEEDC002", "4276994049", "4276994050"];

    /// <param name="text">The module's text.</param>
    /// <exception cref="ModuleException">It cannot be done, for a reason of one line.</exception>
    public static LinkedModule Link(string text)
    {
        var face = ModuleFace.Of(text);
        var containers = face.Imports.Where(IsOfContainers).ToArray();
        if (containers.Length == 0)
        {
            return new(text, "", [], [], face.Bytes, face.Bytes);
        }

        var module = new ModuleText(text);
        CheckTypes(containers);
        CheckRelease(module, face);
        HostsOfMaps.Check(face, face.Imports.Except(containers));
        NamedReferences.Check(module);
        var imports = ImportsOf(module, containers);
        var prefix = PrefixOf(imports);
        var (linked, dropped) = Edited(module, imports, prefix);
        return new(linked, prefix, [.. containers.Select(import => import.Name).Order(StringComparer.Ordinal)], dropped,
            face.Bytes, Checked(linked, face, containers, dropped));
    }

    private static bool IsOfContainers(WasmImport import) => import.Module == ModuleFace.Host
        && (import.Name.StartsWith("set_", StringComparison.Ordinal)
            || import.Name.StartsWith("map_", StringComparison.Ordinal));

    private static void CheckTypes(WasmImport[] containers)
    {
        foreach (var import in containers.Where(import =>
            SignatureOf(import.Name) != import.Signature))
        {
            throw new ModuleException($"it imports {import.Name} with a type that is not known");
        }
    }

    /// <summary>Those of Vera's imports, and of folds in place, for which Vera has none yet.</summary>
    private static string? SignatureOf(string name) => name.Split('$') switch
    {
        ["set_open" or "map_open"] => "i>i",
        ["set_close" or "map_close"] => "i>",
        ["set_put", var letters] => ContainerImports.Find($"set_add${letters}")?.Signature[..^1],
        ["map_put", var letters] => ContainerImports.Find($"map_insert${letters}")?.Signature[..^1],
        _ => ContainerImports.Find(name)?.Signature,
    };

    /// <summary>Before 0.0.171, containers were numbers of the host.</summary>
    private static void CheckRelease(ModuleText module, ModuleFace face)
    {
        if (!face.Exports.ContainsKey("gc_sp") || module.HasWord("i32.const", WrapperTags))
        {
            throw new ModuleException("its Sets and Maps are handles of the host: Vera compiles others since 0.0.171");
        }
    }

    /// <summary>What the text has of imports that the engine sees in it.</summary>
    private static ModuleImport[] ImportsOf(ModuleText module, WasmImport[] containers)
    {
        ModuleImport[] imports =
        [
            .. ModuleImport.All(module).Where(import => import.Module == ModuleFace.Host
                && Array.Exists(containers, container => container.Name == import.Name)),
        ];
        return containers.FirstOrDefault(container => imports.Count(import => import.Name == container.Name) != 1)
            is { Name: { } other }
                ? throw new ModuleException($"it imports {other} in a way that is not understood")
                : imports;
    }

    private static (string Text, ImmutableArray<string> Dropped) Edited(
        ModuleText module, ModuleImport[] imports, string prefix)
    {
        var roles = new ModuleRoles(module);
        var edits = new EditList(module.Text);
        foreach (var import in imports)
        {
            edits.Remove(module.Token(import.Form.First), module.Token(import.Form.Last));
        }

        var dropped = WrapTable.Remove(edits, module, roles);
        edits.Insert(module.Ending, ContainerText.For(imports.Select(import => import.Name), new()
        {
            Prefix = prefix,
            Alloc = roles.Allocator.Name!,
            AllocData = roles.Allocator.Name!,
            StackPointer = roles.ShadowPointer.Name,
            StackLimit = roles.StackLimit.Name,
        }));
        return (edits.Apply(), [.. dropped]);
    }

    /// <summary>The functions take the names that are called: all releases call them alike.</summary>
    private static string PrefixOf(ModuleImport[] imports)
    {
        string[] prefixes =
        [
            .. imports.Select(import => import.Identifier.EndsWith(import.Name, StringComparison.Ordinal)
                ? import.Identifier[..^import.Name.Length]
                : "").Distinct(),
        ];
        return prefixes is [{ Length: > 0 } prefix]
            ? prefix
            : throw new ModuleException("it calls its imports by names that are not understood");
    }

    /// <summary>Everything but what was replaced or dropped is asked for and offered as before.</summary>
    private static int Checked(
        string linked, ModuleFace before, WasmImport[] containers, ImmutableArray<string> dropped)
    {
        var after = ModuleFace.Of(linked);
        var kept = before.Imports.Except(containers).Where(import => !dropped.Contains(import.Name));
        return kept.ToHashSet().SetEquals(after.Imports) && Offered(before).SetEquals(Offered(after))
            ? after.Bytes
            : throw new ModuleException("it imports or exports in a way that is not understood");
    }

    private static HashSet<KeyValuePair<string, string>> Offered(ModuleFace face) =>
        [.. face.Exports.Where(export => export.Key != WrapTable.Registrar)];
}
