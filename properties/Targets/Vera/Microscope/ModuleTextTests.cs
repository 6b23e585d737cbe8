using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Microscope;

/// <summary>Whatever a compiler hands over: its collector is found for what it is, or one line says why not.</summary>
public sealed class ModuleTextTests
{
    [Fact]
    public void Names_in_strings_and_comments_are_nothing_but_that()
    {
        var forged = Miniature.With(
            "(; (func $gc_collect is below ;)",
            "(; (; nested (func $alloc ;) (global $heap_ptr ;) ;; (func $alloc (param i32)\n" +
            "(data \"\\\")(func $gc_collect\")");
        Assert.Equal(7, Miniature.Run(forged, CollectionPlan.Eager, new(true, true, 3)).Value);
    }

    [Fact]
    public void Other_names_in_a_release_to_come_are_found_by_what_they_do()
    {
        var renamed = Miniature.Text
            .Replace("$gc_collect", "$rt.gc.run", StringComparison.Ordinal)
            .Replace("$alloc", "$rt.malloc", StringComparison.Ordinal)
            .Replace("$gc_heap_start", "$rt.first", StringComparison.Ordinal)
            .Replace("$gc_free_head", "$rt.vacant", StringComparison.Ordinal)
            .Replace("$gc_stack_base", "$rt.roots", StringComparison.Ordinal)
            .Replace("$heap_ptr (export \"heap_ptr\")", "$heap_ptr", StringComparison.Ordinal)
            .Replace("$heap_ptr", "$rt.frontier", StringComparison.Ordinal);
        var (value, watch) = Miniature.Run(renamed, CollectionPlan.Eager, new(true, true, 5));
        Assert.Equal((7, 5, null), (value, watch.Collections, watch.Damage));
    }

    [Theory]
    [InlineData("", "not a module")]
    [InlineData("garbage ][ \0", "not a module")]
    [InlineData("(module", "not a module")]
    [InlineData("(module (func $f)", "ends inside")]
    [InlineData("(module (func $f))) (", "goes on")]
    [InlineData("(module ())", "has no name")]
    [InlineData("(module (data \"abc", "in a string")]
    [InlineData("(module (; (; ;) ", "in a comment")]
    [InlineData("(module (func $f))", "allocates nothing")]
    [InlineData("(module (func $alloc))", "does not take a size")]
    [InlineData("(module (func $alloc (param i32) (result i32) i32.const 0))", "calls 0 functions")]
    public void What_is_no_module_of_Vera_is_one_line(string text, string said)
    {
        var thrown = Assert.Throws<ModuleException>(() => new InstrumentedModule(text));
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Theory]
    [InlineData(
        "(export \"alloc\"", "(func $alloc (param i32) (result i32) i32.const 0)\n(export \"alloc\"", "two $alloc")]
    [InlineData("(global $gc_sp (export \"gc_sp\")", "(global $sp", "no shadow pointer")]
    [InlineData(
        "(global $gc_free_head", "(global $rt.gc_sp (mut i32) (i32.const 0))(global $gc_free_head",
        "two globals gc_sp")]
    public void A_collector_in_doubt_is_one_line(string part, string replacement, string said)
    {
        var thrown = Assert.Throws<ModuleException>(() => new InstrumentedModule(Miniature.With(part, replacement)));
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_long_texts_end_soon()
    {
        Assert.Throws<ModuleException>(() => new InstrumentedModule("(module " + new string('(', 1_000_000)));
        Assert.Throws<ModuleException>(() => new InstrumentedModule("(module " + new string(' ', WatScanner.CharsMax)));
        Assert.Throws<ModuleException>(() => new InstrumentedModule("(module (;" + new string(';', 1_000_000)));
    }
}
