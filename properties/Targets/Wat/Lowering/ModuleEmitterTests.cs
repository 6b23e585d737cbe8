using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Lowering;

public class ModuleEmitterTests
{
    [Fact]
    public void The_module_of_every_drawn_case_compiles()
    {
        foreach (var (stressCase, text) in Emitted(40))
        {
            using var module = Module.FromText(HeapModule.Engine, "case", text);
            Assert.True(module.Exports.Any(e => e.Name == "run"), $"{stressCase}");
        }
    }

    [Fact]
    public void Its_text_is_the_same_whatever_was_emitted_before()
    {
        using var target = Lanes.Compiled(WatOptions.Default);
        foreach (var (stressCase, text) in Emitted(200))
        {
            Assert.Equal(text, target.Emit(stressCase));
            Assert.Equal(text, target.Emit(stressCase));
        }
    }

    /// <summary>In order, each on a line of its own, so that one can follow the case through its module.</summary>
    [Fact]
    public void It_has_every_op_as_a_comment()
    {
        foreach (var (stressCase, text) in Emitted(200))
        {
            var comments = text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(";; ", StringComparison.Ordinal));
            var ops = stressCase.Ops.Select(op => $";; {op}");
            Assert.Equal(ops.Order(StringComparer.Ordinal), comments.Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<(StressCase Case, string Text)> Emitted(int cases)
    {
        foreach (var drawn in Lanes.Cases(BuiltInSource.AllElements, 5, cases))
        {
            using var fresh = Lanes.Compiled(WatOptions.Default);
            yield return (drawn, fresh.Emit(drawn));
        }
    }
}
