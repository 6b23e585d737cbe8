using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Properties.Tidy;
using Xunit;

namespace Vera.GcStress.Properties.Programs;

/// <summary>What cases can say of what Vera has.</summary>
public class BuiltinLaws(ITestOutputHelper output)
{
    /// <summary>How many builtins may be left out, each with a reason.</summary>
    private const int LeftOutMax = 20;

    /// <summary>The names that <c>vera builtins</c> of 0.1.9 lists: a newer Vera's list is pasted here.</summary>
    private const string Builtins =
        """
        abs acos array_all array_any array_append array_concat array_filter array_find array_flatten array_fold
        array_length array_map array_mapi array_range array_reverse array_slice array_sort_by asin async atan
        atan2 await base64_decode base64_encode bool_to_string byte_to_int byte_to_string ceil char_to_lower
        char_to_upper clamp cos decimal_abs decimal_add decimal_compare decimal_div decimal_eq
        decimal_from_float decimal_from_int decimal_from_string decimal_mul decimal_neg decimal_round
        decimal_sub decimal_to_float decimal_to_string e float_clamp float_is_infinite float_is_nan float_to_int
        float_to_string floor html_attr html_parse html_query html_text html_to_string infinity int_to_byte
        int_to_float int_to_nat int_to_string is_alpha is_alphanumeric is_digit is_lower is_upper is_whitespace
        json_array_get json_array_length json_as_array json_as_bool json_as_int json_as_number json_as_object
        json_as_string json_get json_get_array json_get_bool json_get_int json_get_number json_get_string
        json_has_field json_keys json_parse json_stringify json_type log log10 log2 map_contains map_get
        map_insert map_keys map_new map_remove map_size map_values max md_extract_code_blocks md_has_code_block
        md_has_heading md_parse md_render min nan nat_to_int nat_to_string option_and_then option_map
        option_unwrap_or parse_bool parse_float64 parse_int parse_nat pi pow regex_find regex_find_all
        regex_match regex_replace result_map result_unwrap_or round set_add set_contains set_new set_remove
        set_size set_to_array sign sin sqrt string_char_code string_chars string_concat string_contains
        string_ends_with string_from_char_code string_index_of string_join string_length string_lines
        string_lower string_pad_end string_pad_start string_repeat string_replace string_reverse string_slice
        string_split string_starts_with string_strip string_trim_end string_trim_start string_upper string_words
        tan to_string url_decode url_encode url_join url_parse
        """;

    /// <summary>What can be called and is not on that list.</summary>
    private const string Unlisted = "apply_fn show eq";

    /// <summary>Builtins that expressions write which are no operations, or that stand within another one.</summary>
    private static readonly Dictionary<string, string> Written = new(StringComparer.Ordinal)
    {
        ["set_new"] = "a set literal",
        ["map_new"] = "a map literal",
        ["decimal_from_float"] = "a decimal literal",
        ["json_parse"] = "parse(Json, ...)",
        ["html_parse"] = "parse(HtmlNode, ...)",
        ["md_parse"] = "parse(MdBlock, ...)",
        ["url_parse"] = "url_join, which takes apart and joins",
    };

    /// <summary>Builtins that no case has, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        [Scalars] = "scalar in, scalar out, and inexact: platforms differ in the last bit",
        ["pi e nan infinity"] = "constants: a literal says the same",
        ["float_clamp"] = "a scalar of scalars, of which NaN and -0.0 make several",
        ["async await"] = "an effect and a type of their own, fused away where they are used as intended",
    };

    private const string Scalars = "acos asin atan atan2 cos sin tan log log10 log2 pow";

    [Fact]
    public void Every_builtin_of_Vera_is_a_row_or_an_expression_or_is_left_out_for_a_reason()
    {
        var rows = OperationCatalogue.All.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var leftOut = LeftOut.SelectMany(reason => Names(reason.Key).Select(name => (Name: name, Why: reason.Value)))
            .ToDictionary(one => one.Name, one => one.Why, StringComparer.Ordinal);
        foreach (var (name, why) in leftOut)
        {
            output.WriteLine($"{name}: {why}");
        }

        Flaws.None(Names(Builtins)
            .Where(name => !rows.Contains(name) && !Written.ContainsKey(name) && !leftOut.ContainsKey(name))
            .Select(name => $"{name} is no row and no expression, and nothing says why"));
        Flaws.None(rows.Except(Names(Builtins)).Except(Names(Unlisted)).Select(name => $"Vera has no builtin {name}"));
        Flaws.None(leftOut.Keys.Concat(Written.Keys).Where(rows.Contains)
            .Select(name => $"{name} is a row, and on a list of those that are none"));
        Assert.InRange(leftOut.Count, 0, LeftOutMax);
    }

    private static string[] Names(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
