using System.Text;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>
/// Whatever a guest hands to a host function, and whatever its memory holds, the run ends as runs end.
/// </summary>
public class HostileGuestTests
{
    private const int TriesPerImport = 60;

    /// <summary>Names and types, in the letters of i32, i64 and f64.</summary>
    private static readonly string[] Imports =
    [
        "print ii>", "stderr ii>", "read_file ii>i", "write_file iiii>i", "get_env ii>i", "contract_fail ii>",
        "random_int ll>l", "set_new >i", "set_size i>l", "map_new >i", "map_size i>l",
        "set_add$ei il>i", "set_add$ef id>i", "set_add$es iii>i", "set_add$eb ii>i", "set_remove$es iii>i",
        "set_contains$ef id>i", "set_to_array$es i>ii", "set_to_array$eb i>ii", "map_insert$ks_vs iiiii>i",
        "map_insert$kf_vb idi>i", "map_get$ki_vs il>i", "map_get$ks_vf iii>i", "map_remove$kb ii>i",
        "map_contains$ks iii>i", "map_keys$ki i>ii", "map_values$vs i>ii", "host_decref_handle ii>",
        "attach_bucket_to_wrapper iii>", "decimal_from_float d>i", "decimal_from_string ii>i", "decimal_to_string i>ii",
        "decimal_div ii>i", "decimal_round il>i", "decimal_compare ii>i", "json_parse ii>i", "json_stringify i>ii",
        "html_parse ii>i", "html_to_string i>ii", "html_text i>ii", "html_query iii>ii", "md_parse ii>i",
        "md_render i>ii", "md_has_heading il>i", "md_extract_code_blocks iii>ii", "regex_find iiii>i",
        "regex_find_all iiii>i", "regex_replace iiiiii>i",
    ];

    [Theory]
    [InlineData(ContainerAbi.Bucket)]
    [InlineData(ContainerAbi.Mirror)]
    [InlineData(ContainerAbi.Wrappers)]
    [InlineData(ContainerAbi.Handles)]
    public void No_argument_and_no_memory_breaks_the_host(ContainerAbi line)
    {
        var seed = new Noise(17);
        for (var i = 0; i < Imports.Length; i++)
        {
            var (name, parameters) = (Imports[i].Split(' ')[0], Imports[i].Split(' ')[1].Split('>')[0]);
            using var module = OwnModule.Compile(Text(Imports[i], seed), line);
            for (var time = 0; time < TriesPerImport; time++)
            {
                var outcome = module.Run(new("run")
                {
                    Arguments = [.. parameters.Select(p => Argument(p, seed))],
                    FuelMax = 5_000_000,
                    MemoryMax = 1 << 20,
                    OutputMax = 1 << 16,
                });
                Assert.False(outcome.Ending is ModuleEnding.Unsupported { Import: var asked } && asked == name);
                Assert.True(outcome.MemoryBytes <= 1 << 20);
            }
        }
    }

    /// <summary>
    /// A module that hands an import out as it is; its memory holds small numbers, letters and noise.
    /// </summary>
    private static string Text(string import, Noise noise)
    {
        var (name, type) = (import.Split(' ')[0], import.Split(' ')[1].Split('>'));
        var wat = $"{Words("param", type[0])} {Words("result", type[1])}";
        var passed = string.Concat(type[0].Select((_, i) => $" (local.get {i})"));
        var data = new StringBuilder();
        for (var i = 0; i < 8000; i++)
        {
            data.Append(noise.Next(4) switch
            {
                0 => $"\\{noise.Next(256):x2}\\{noise.Next(256):x2}\\{noise.Next(4):x2}\\00",
                1 => "{\\22[<&#",
                2 => "a*_`",
                _ => $"\\{noise.Next(8):x2}\\00\\00\\00",
            });
        }

        return HandMadeGuest.Text(
            $"(data (i32.const 4096) \"{data}\") (func (export \"run\") {wat} (call $import{passed}))", (name, wat))
            .Replace($"(func ${name.Replace('$', '_')} ", "(func $import ", StringComparison.Ordinal);
    }

    private static string Words(string what, string letters) => letters.Length == 0
        ? ""
        : $"({what} {string.Join(' ', letters.Select(l => l switch { 'l' => "i64", 'd' => "f64", _ => "i32" }))})";

    private static RunArgument Argument(char letter, Noise noise) => (letter, noise.Next(5)) switch
    {
        ('d', 0) => new RunArgument.Real(double.NaN),
        ('d', 1) => new RunArgument.Real(-0.0),
        ('d', 2) => new RunArgument.Real(double.NegativeInfinity),
        ('d', _) => new RunArgument.Real(noise.Next(1000) - 1e-300),
        (_, 0) => new RunArgument.Integer(-noise.Next(9)),
        (_, 1) => new RunArgument.Integer(noise.Next(64)),
        ('l', 2) => new RunArgument.Integer(long.MinValue + noise.Next(2)),
        (_, 2) => new RunArgument.Integer(int.MinValue + noise.Next(2)),
        _ => new RunArgument.Integer(4096 + noise.Next(32_000)),
    };

    /// <summary>The same numbers every time.</summary>
    private sealed class Noise(uint state)
    {
        public int Next(int below)
        {
            state = unchecked((state * 1664525) + 1013904223);
            return (int)((state >> 8) % (uint)below);
        }
    }
}
