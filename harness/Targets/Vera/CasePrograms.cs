using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Targets.Vera;

/// <summary>The compiled programs of the latest cases: a case that only collects otherwise needs no compiler.</summary>
/// <remarks>One thread may keep programs while another one runs cases, and lets go of the oldest.</remarks>
internal sealed class CasePrograms : IDisposable
{
    /// <summary>As many as a few batches and their variants take; each has some megabytes.</summary>
    private const int ProgramsMax = 48;

    private readonly Lock gate = new();

    private readonly HeapSnapshot snapshot = new();
    private readonly Dictionary<StressCase, (CaseProgram? Program, string Entry, CaseRun? Refused)> known = [];
    private readonly Queue<(CaseProgram? Program, StressCase[] Cases)> ages = new();

    /// <summary>
    /// A case as it is compiled: collections are left to hooks, but what it churns hangs on them; and its heap is moved
    /// later, unless the program hangs on where it is.
    /// </summary>
    public static StressCase AsCompiled(StressCase stressCase)
    {
        var churns = stressCase.Schedule is CollectionSchedule.Eager && stressCase.Ops.Any(op => op is Op.Churn);
        var placed = stressCase.Tables.IsUsual || HeapPlace.IsPartOf(stressCase)
            ? stressCase
            : stressCase.With(HeapTables.Usual);
        return churns ? placed : placed.With(new CollectionSchedule.Natural());
    }

    /// <summary>Those of some cases that have to be compiled, each once.</summary>
    public StressCase[] Unknown(IEnumerable<StressCase> cases)
    {
        lock (gate)
        {
            return [.. cases.Select(AsCompiled).Distinct().Where(one => !known.ContainsKey(one))];
        }
    }

    /// <summary>Keeps a program.</summary>
    /// <param name="program">The program of the cases.</param>
    /// <param name="cases">The cases, as they were compiled.</param>
    /// <param name="entryOf">The name of a case's function, by its place.</param>
    public void Keep(CaseProgram program, ReadOnlySpan<StressCase> cases, Func<int, string> entryOf)
    {
        lock (gate)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                known[cases[i]] = (program, entryOf(i), null);
            }

            ages.Enqueue((program, cases.ToArray()));
        }
    }

    /// <summary>Keeps in mind what comes of a case that has no program.</summary>
    public void Refuse(StressCase stressCase, CaseRun refused)
    {
        lock (gate)
        {
            known[stressCase] = (null, "", refused);
            ages.Enqueue((null, [stressCase]));
        }
    }

    /// <summary>Runs a case under its own schedule; it is one that has been compiled, or refused.</summary>
    public CaseRun Run(StressCase stressCase, bool swaps) =>
        Run(stressCase, (program, entry) => program.Run(entry, stressCase, swaps, snapshot));

    /// <summary>Runs it on another host.</summary>
    public CaseRun RunOn(StressCase stressCase, IModuleHost host) =>
        Run(stressCase, (program, entry) => program.RunOn(host, entry, stressCase));

    private CaseRun Run(StressCase stressCase, Func<CaseProgram, string, CaseRun> run)
    {
        CaseProgram? program;
        string entry;
        CaseRun? refused;
        lock (gate)
        {
            (program, entry, refused) = known[AsCompiled(stressCase)];
        }

        return refused ?? run(program!, entry);
    }

    /// <summary>Lets go of the oldest programs, if there are too many.</summary>
    public void Trim()
    {
        lock (gate)
        {
            while (ages.Count > ProgramsMax)
            {
                var (oldest, compiled) = ages.Dequeue();
                foreach (var gone in compiled.Where(one => known.TryGetValue(one, out var at) && at.Program == oldest))
                {
                    known.Remove(gone);
                }

                oldest?.Dispose();
            }
        }
    }

    public void Dispose()
    {
        while (ages.TryDequeue(out var last))
        {
            last.Program?.Dispose();
        }
    }
}
