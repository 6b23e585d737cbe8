using System.Text;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Model;

/// <summary>Runs ops on a model and reads the texts back.</summary>
internal static class ModelRun
{
    public const int HeapStart = 147461;

    /// <summary>A model for which no document parses.</summary>
    public static ReferenceModel NewModel() => new(HeapStart, (_, _) => null);

    public static StressCase Case(params Op[] ops) =>
        new([.. ops], new CollectionSchedule.Natural(), HeapState.Empty);

    /// <summary>What the observe ops saw, in order.</summary>
    public static string[] Observe(params Op[] ops) => Observe(NewModel(), ops);

    public static string[] Observe(ReferenceModel model, params Op[] ops)
    {
        var execution = model.Run(Case(ops));
        Assert.Equal(new Outcome.Completed(), execution.Outcome);
        return Texts(execution.Observations);
    }

    /// <summary>The text of one expression's value.</summary>
    public static string Observe(Expr expr) => Observe(new Op.Observe(expr))[0];

    public static string[] Texts(Transcript transcript) =>
        [.. Enumerable.Range(0, transcript.Count).Select(i => Encoding.ASCII.GetString(transcript.TextAt(i)))];
}
