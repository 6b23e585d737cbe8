using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// How the case's State cell is written: an effect, its handler, and a binding where closures read it.
/// </summary>
internal static class StateSource
{
    /// <summary>Binds the cell's value before an expression whose folds read it.</summary>
    public static void BindForFolds(
        Expr expr, bool stateIsBound, SourceModule module, SlotScope scope, StringBuilder text, string indent)
    {
        var free = FreeNames.Of(expr);
        if (!stateIsBound && free is { FoldReadsState: true, State: { } type })
        {
            text.Append(indent).Append("let @").Append(module.TypeOf(type)).Append(" = get(());\n");
            scope.Push(type, SlotScope.State);
        }
    }

    /// <summary>The type of the cell, or null if the case has none.</summary>
    public static VeraType? TypeOf(StressCase stressCase)
    {
        foreach (var op in stressCase.Ops)
        {
            if (op is Op.Put put)
            {
                return put.Value.Type;
            }
        }

        return null;
    }

    /// <summary>The body of a function that calls another one with a cell of its own.</summary>
    public static string Handler(string type, string initial, string call) => $$"""
          handle[State<{{type}}>](@{{type}} = {{initial}}) {
            get(@Unit) -> { resume(@{{type}}.0) },
            put(@{{type}}) -> { resume(()) }
          } in {
            {{call}}
          }
        """;
}
