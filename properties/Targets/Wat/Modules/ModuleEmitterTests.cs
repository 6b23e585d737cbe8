using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Modules;

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
            var comments = text.Split('\n').Select(line => line.Trim())
                .Where(line => line.StartsWith(";; ", StringComparison.Ordinal));
            var ops = stressCase.Ops.Select(op => $";; {op}");
            Assert.Equal(ops.Order(StringComparer.Ordinal), comments.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Valid cases that no engine would take as a module; the driven way has no such limits.</summary>
    [Theory]
    [InlineData(1_001, 0)]
    [InlineData(20, 50_000)]
    public void A_case_that_is_too_large_for_a_module_is_unsupported(int locals, int items)
    {
        using var target = Lanes.Compiled(WatOptions.Default);
        var outcome = target.Run(Large(locals, items)).Outcome;
        Assert.StartsWith("too large", Assert.IsType<Outcome.Unsupported>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_is_just_small_enough_runs()
    {
        using var target = Lanes.Compiled(WatOptions.Default);
        Assert.IsType<Outcome.Completed>(target.Run(Large(1_000, 2)).Outcome);
    }

    /// <summary>A callee that looks at a number of locals of its caller, and an array of a number of items.</summary>
    private static StressCase Large(int locals, int items)
    {
        var ops = new List<Op>();
        for (var i = 0; i < locals; i++)
        {
            ops.Add(new Op.Let(i, new Expr.Int(i)));
        }

        ops.Add(new Op.Call());
        ops.AddRange(Enumerable.Range(0, locals).Select(i => new Op.Observe(new Expr.Local(i, VeraType.Int))));
        ops.Add(new Op.Return(locals, new Expr.Int(0)));
        ops.Add(new Op.Let(locals + 1, new Expr.ArrayOf(
            VeraType.Array(VeraType.Int), [.. Enumerable.Range(0, items).Select(i => new Expr.Int(i))])));
        return new([.. ops], new CollectionSchedule.Natural(), HeapState.Empty);
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
