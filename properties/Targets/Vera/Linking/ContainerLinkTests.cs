using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Linking;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Linking;

/// <summary>Imports of Sets and Maps become functions; what cannot be told for sure is refused in one line.</summary>
public sealed class ContainerLinkTests
{
    private const string Imports = """
        (import "vera" "set_new" (func $vera.set_new (result i32)))
          (import "vera" "set_add$ei" (func $vera.set_add$ei (param i32) (param i64) (result i32)))
          (import "vera" "set_size" (func $vera.set_size (param i32) (result i64)))
          (import "vera" "host_decref_handle" (func $vera.host_decref_handle (param i32) (param i32)))
          (import "vera" "attach_bucket_to_wrapper" (func $vera.attach (param i32) (param i32) (param i32)))
          (import "vera" "print"
        """;

    /// <summary>A program on the collector in small that calls two imports of containers, and counts on their results.
    /// </summary>
    internal static readonly string Program = Miniature.With("(import \"vera\" \"print\"", Imports)
        .Replace("(export \"alloc\" (func $alloc))", """
            (export "alloc" (func $alloc))
              (global $gc_wrap_base i32 (i32.const 112))
              (global $gc_wrap_ptr (mut i32) (i32.const 112))
              (func $register_wrapper (param i32 i32 i32)
                i32.const 1 i32.const 2 call $vera.host_decref_handle)
              (export "register_wrapper" (func $register_wrapper))
              (func $sizes (export "sizes") (result i64)
                (local $sp i32) (local $set i32)
                global.get $gc_sp local.set $sp
                call $vera.set_new call $kept i64.const 3 call $vera.set_add$ei call $kept local.set $set
                i32.const 12 call $alloc i64.const -1 i64.store offset=4
                local.get $set i64.const 5 call $vera.set_add$ei call $vera.set_size
                (call $vera.set_size (call $vera.set_new)) i64.add
                local.get $sp global.set $gc_sp)
              (func $kept (param $set i32) (result i32)
                global.get $gc_sp local.get $set i32.store
                global.get $gc_sp i32.const 4 i32.add global.set $gc_sp
                local.get $set)
            """, StringComparison.Ordinal);

    [Fact]
    public void Nothing_of_containers_is_left_and_calls_reach_the_functions()
    {
        var linked = Link(Program);
        Assert.Equal(["set_add$ei", "set_new", "set_size"], linked.Replaced);
        Assert.Equal(["host_decref_handle", "attach_bucket_to_wrapper"], linked.Dropped);
        Assert.True(linked.Bytes > linked.BytesBefore);
        Assert.Equal(["print"], ModuleFace.Of(linked.Text).Imports.Select(import => import.Name));
        Assert.DoesNotContain("register_wrapper", linked.Text, StringComparison.Ordinal);
        Assert.Equal(("2", "7"), (Given(linked.Text, "sizes"), Given(linked.Text, "main")));
        Assert.Equal(("2", "7"), (Given(Program, "sizes"), Given(Program, "main")));
    }

    [Fact]
    public void Functions_for_folds_in_place_are_put_in_too()
    {
        var folding = Program
            .Replace("(import \"vera\" \"set_size\"", """
                (import "vera" "set_open" (func $vera.set_open (param i32) (result i32)))
                  (import "vera" "set_put$ei" (func $vera.set_put$ei (param i32) (param i64)))
                  (import "vera" "set_close" (func $vera.set_close (param i32)))
                  (import "vera" "set_size"
                """, StringComparison.Ordinal)
            .Replace("local.get $set i64.const 5 call $vera.set_add$ei call $vera.set_size", """
                local.get $set call $vera.set_open local.tee $set i64.const 5 call $vera.set_put$ei
                local.get $set call $vera.set_close local.get $set call $vera.set_size
                """, StringComparison.Ordinal);
        Assert.Equal("2", Given(Link(folding).Text, "sizes"));
    }

    [Fact]
    public void A_module_without_containers_stays_as_it_is() =>
        Assert.Equal(Miniature.Text, Link(Miniature.Text).Text);

    [Fact]
    public void Where_a_Decimal_is_wrapped_the_table_stays()
    {
        var linked = Link(Program.Replace("(import \"vera\" \"print\"", """
            (import "vera" "decimal_from_int" (func $vera.decimal_from_int (param i64) (result i32)))
              (import "vera" "print"
            """, StringComparison.Ordinal));
        Assert.Empty(linked.Dropped);
        Assert.Contains("(export \"register_wrapper\"", linked.Text, StringComparison.Ordinal);
        Assert.Equal("2", Given(linked.Text, "sizes"));
    }

    [Fact]
    public void Names_in_strings_and_comments_are_nothing_but_that()
    {
        const string Forged = "(; (import \"vera\" \"set_new\" (func $vera.set_new (result i32))) (; ;) ;)\n"
            + "  ;; (import \"vera\" \"map_new\" (func $vera.map_new (result i32)))\n"
            + "  (data (i32.const 0) \"(import \\\"vera\\\" \\\"set_new\\\" (func $s i32.const 0xFEEDC001\")";
        var linked = Link(Program.Replace(
            "(data (i32.const 0) \"(func", Forged + "\n  (data (i32.const 64) \"(func", StringComparison.Ordinal));
        Assert.Contains(Forged, linked.Text, StringComparison.Ordinal);
        Assert.Equal("2", Given(linked.Text, "sizes"));
    }

    [Fact]
    public void Parts_of_a_release_to_come_are_found_by_their_new_names()
    {
        var linked = Link(Program
            .Replace("$alloc", "$rt.alloc", StringComparison.Ordinal)
            .Replace("$gc_", "$rt.gc_", StringComparison.Ordinal)
            .Replace("$vera.", "$rt.host.", StringComparison.Ordinal));
        Assert.Equal("2", Given(linked.Text, "sizes"));
    }

    [Theory]
    [InlineData(
        "(export \"alloc\"", "(func $alloc (param i32) (result i32) i32.const 0) (export \"alloc\"", "duplicate")]
    [InlineData("alloc", "claim", "allocates nothing")]
    [InlineData("(export \"gc_sp\")", "", "handles of the host")]
    [InlineData("call $vera.set_new call", "i32.const 0xFEEDC002 drop call $vera.set_new call", "handles of the host")]
    [InlineData("set_size\"", "set_measure\"", "set_measure with a type that is not known")]
    [InlineData("(param i32) (result i64)", "(param i64) (result i64)", "does not compile")]
    [InlineData("\"print\"", "\"json_parse\"", "json_parse, for which Vera's hosts build or read Maps")]
    [InlineData("\"print\"", "\"tomorrow\"", "vera.tomorrow, of which is not known")]
    [InlineData("\"vera\" \"print\"", "\"wasi\" \"print\"", "wasi.print, of which is not known")]
    [InlineData("\"set_size\"", "\"set\\5fsize\"", "set_size in a way that is not understood")]
    [InlineData("$vera.set_new", "$made", "names that are not understood")]
    [InlineData("(call $vera.set_new)", "(call 0)", "by number")]
    [InlineData("(export \"alloc\"", "(table funcref (elem $alloc 1)) (export \"alloc\"", "by number")]
    [InlineData(
        "(func $sizes (export \"sizes\") (result i64)",
        "(type (func (result i64))) (func $sizes (export \"sizes\") (type 0)", "by number")]
    [InlineData(
        "(func $sizes", "(func (export \"handle\") (param i32) (result i32) i32.const 0) (func $sizes", "server")]
    [InlineData(" $gc_stack_limit", " $gc_end", "end of the shadow stack was not recognised")]
    [InlineData("(module", "(component", "not compile")]
    public void What_cannot_be_linked_for_sure_is_refused_in_one_line(string part, string replacement, string said)
    {
        Assert.Contains(part, Program, StringComparison.Ordinal);
        var thrown = Assert.Throws<ModuleException>(
            () => Link(Program.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void An_import_that_is_there_twice_is_refused() => Assert.Throws<ModuleException>(() => Link(
        Program.Replace("(import \"vera\" \"print\"", """
            (import "vera" "set_new" (func $again.set_new (result i32)))
              (import "vera" "print"
            """, StringComparison.Ordinal)));

    private static LinkedModule Link(string text) => ContainerLink.Link(text);

    private static string? Given(string text, string function)
    {
        using var host = new OwnHost();
        var run = Assert.Single(
            host.Run(text, new(function, [], ""), [CollectionPlan.Natural with { Checks = false }]));
        Assert.Equal((RunEnding.Completed, ""), (run.Ending, run.Reason));
        return run.Value;
    }
}
