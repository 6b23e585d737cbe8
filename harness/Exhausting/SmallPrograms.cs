using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Exhausting;

/// <summary>Every program over a vocabulary, each once: programs that differ in names alone are one.</summary>
/// <remarks>
/// A program opens with the empty container, does its steps, each on any version so far, and ends with an allocation,
/// for a collection after the last step, and a look at the newest version. Versions have their names by the order in
/// which they are made; interchangeable keys are named in the order in which they are used first.
/// </remarks>
public sealed class SmallPrograms(Vocabulary vocabulary)
{
    private const int LastBytes = 8;

    /// <summary>The programs of a length, always in the same order.</summary>
    public IEnumerable<StressCase> OfLength(int steps) => Continue(new Step[steps], 0, 1, 0).Select(Case);

    /// <summary>How many there are of a length.</summary>
    public long Count(int steps) => Continue(new Step[steps], 0, 1, 0).LongCount();

    /// <summary>Fills the places from one on; the same array is handed out again and again.</summary>
    private IEnumerable<Step[]> Continue(Step[] program, int place, int versions, int namedKeys)
    {
        if (place == program.Length)
        {
            yield return program;
            yield break;
        }

        foreach (var step in Steps(versions, namedKeys))
        {
            program[place] = step;
            var named = step.TakesKey && step.Key == namedKeys && namedKeys < vocabulary.Interchangeable
                ? namedKeys + 1
                : namedKeys;
            foreach (var whole in Continue(program, place + 1, versions + (step.Makes ? 1 : 0), named))
            {
                yield return whole;
            }
        }
    }

    private IEnumerable<Step> Steps(int versions, int namedKeys) =>
        from version in Enumerable.Range(0, versions)
        from kind in Enum.GetValues<StepKind>()
        from key in kind is StepKind.Alias or StepKind.Iterate ? [0] : KeysAfter(namedKeys)
        from value in Enumerable.Range(0, kind == StepKind.Insert ? vocabulary.Values : 1)
        select new Step(kind, version, key, value);

    /// <summary>Of keys that can be renamed, those that have their name and one more; and all others.</summary>
    private IEnumerable<int> KeysAfter(int named) => Enumerable.Range(0, vocabulary.Keys.Length)
        .Where(key => key <= named || key >= vocabulary.Interchangeable);

    private StressCase Case(Step[] program)
    {
        var ops = ImmutableArray.CreateBuilder<Op>();
        ops.AddRange(vocabulary.Opening());
        var versions = new List<int> { vocabulary.Empty };
        foreach (var step in program)
        {
            var version = Version(versions[step.Version]);
            if (step.Makes)
            {
                versions.Add(versions[^1] + 1);
                ops.Add(new Op.Let(versions[^1], Made(step, version)));
            }
            else
            {
                ops.Add(new Op.Observe(Read(step, version)));
            }
        }

        ops.Add(new Op.Allocate(LastBytes));
        ops.Add(new Op.Observe(ContainerExprs.Values(Version(versions[^1]))));
        return new(ops.ToImmutable(), new CollectionSchedule.Natural(), HeapState.Empty);
    }

    private Expr.Local Version(int local) => new(local, vocabulary.Container);

    /// <summary>Updates take place in a callee: what was inserted is held by the container alone.</summary>
    private Expr Made(Step step, Expr version) => step.Kind switch
    {
        StepKind.Insert => new Expr.Call(
            ContainerExprs.Insert(version, vocabulary.Keys[step.Key], vocabulary.Value(step.Value))),
        StepKind.Remove => new Expr.Call(ContainerExprs.Remove(version, vocabulary.Keys[step.Key])),
        StepKind.Alias => version,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "makes no version"),
    };

    private Expr.Builtin Read(Step step, Expr version) => step.Kind switch
    {
        StepKind.Get when vocabulary.IsMap => ContainerExprs.Get(version, vocabulary.Keys[step.Key]),
        StepKind.Get => ContainerExprs.Contains(version, vocabulary.Keys[step.Key]),
        StepKind.Iterate => ContainerExprs.Keys(version),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "reads nothing"),
    };
}
