using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Hosts;

/// <summary>The imports of every Vera from 0.0.158 on; open, put and close are ours.</summary>
public class HostImportTests
{
    /// <summary>C is a container, i32; X, K and V are the slots that the name's letters stand for.</summary>
    private static readonly (HostFunction Function, string Name, string Parameters, string Result)[] Table =
    [
        (HostFunction.SetNew, "set_new", "", "C"),
        (HostFunction.SetAdd, "set_add$eX", "C X", "C"),
        (HostFunction.SetContains, "set_contains$eX", "C X", "i32"),
        (HostFunction.SetRemove, "set_remove$eX", "C X", "C"),
        (HostFunction.SetSize, "set_size", "C", "i64"),
        (HostFunction.SetToArray, "set_to_array$eX", "C", "i32 i32"),
        (HostFunction.SetOpen, "set_open", "C", "C"),
        (HostFunction.SetPut, "set_put$eX", "C X", ""),
        (HostFunction.SetClose, "set_close", "C", ""),
        (HostFunction.MapNew, "map_new", "", "C"),
        (HostFunction.MapInsert, "map_insert$kX_vV", "C X V", "C"),
        (HostFunction.MapGet, "map_get$kX_vV", "C X", "i32"),
        (HostFunction.MapContains, "map_contains$kX", "C X", "i32"),
        (HostFunction.MapRemove, "map_remove$kX", "C X", "C"),
        (HostFunction.MapSize, "map_size", "C", "i64"),
        (HostFunction.MapKeys, "map_keys$kX", "C", "i32 i32"),
        (HostFunction.MapValues, "map_values$vV", "C", "i32 i32"),
        (HostFunction.MapOpen, "map_open", "C", "C"),
        (HostFunction.MapPut, "map_put$kX_vV", "C X V", ""),
        (HostFunction.MapClose, "map_close", "C", ""),
        (HostFunction.DecimalFromInt, "decimal_from_int", "i64", "i32"),
        (HostFunction.DecimalFromFloat, "decimal_from_float", "f64", "i32"),
        (HostFunction.JsonParse, "json_parse", "i32 i32", "i32"),
        (HostFunction.HtmlParse, "html_parse", "i32 i32", "i32"),
        (HostFunction.MdParse, "md_parse", "i32 i32", "i32"),
        (HostFunction.AttachBucket, "attach_bucket_to_wrapper", "i32 i32 i32", ""),
    ];

    /// <summary>Our own letter a, for arrays, travels as a string does.</summary>
    private static readonly (SlotShape Tag, char Letter, string Types)[] Letters =
    [
        (SlotShape.I64, 'i', "i64"),
        (SlotShape.F64, 'f', "f64"),
        (SlotShape.Text, 's', "i32 i32"),
        (SlotShape.I32, 'b', "i32"),
        (SlotShape.Items, 'a', "i32 i32"),
    ];

    [Fact]
    public void Names_and_types_of_imports_are_Veras()
    {
        foreach (var (function, name, parameters, result) in Table)
        {
            foreach (var (key, keyLetter, keyTypes) in Letters)
            {
                foreach (var (value, valueLetter, valueTypes) in Letters)
                {
                    var import = HostImport.Of(function, key, value);
                    Assert.Equal(
                        name.Replace("$eX", $"$e{keyLetter}").Replace("$kX", $"$k{keyLetter}")
                            .Replace("vV", $"v{valueLetter}"),
                        import.Name);
                    Assert.Equal(
                        parameters.Replace("C", "i32").Replace("X", keyTypes).Replace("V", valueTypes),
                        string.Join(' ', import.Parameters.Select(Wasm)));
                    Assert.Equal(result.Replace("C", "i32"), Wasm(import.Result));
                }
            }
        }
    }

    [Fact]
    public void Every_function_is_in_the_table_but_the_one_that_is_ours() => Assert.Equal(
        Enum.GetValues<HostFunction>().Except([HostFunction.Compute]), Table.Select(row => row.Function));

    [Fact]
    public void A_container_of_another_type_is_made_by_another_import()
    {
        var (sets, maps) = (VeraType.Set(VeraType.Json), VeraType.Map(VeraType.Int, VeraType.Json));
        Assert.Equal("set_new$Set<Json>", HostImport.NewOf(sets).Name);
        Assert.Equal("map_new$Map<Int/Json>", HostImport.NewOf(maps).Name);
        Assert.Same(HostImport.NewOf(sets), HostImport.NewOf(sets));
        Assert.Equal((HostFunction.MapNew, maps), (HostImport.NewOf(maps).Function, HostImport.NewOf(maps).Made));
    }

    private static string Wasm(SlotShape type) => type switch
    {
        SlotShape.I64 => "i64",
        SlotShape.F64 => "f64",
        SlotShape.Text or SlotShape.Items => "i32 i32",
        SlotShape.None => "",
        _ => "i32",
    };
}
