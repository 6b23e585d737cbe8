using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>What runs the cases, as options and the headers of case files name it; prints itself for people.</summary>
/// <remarks>There are two: a heap of ours, and a real Vera.</remarks>
internal abstract record TargetChoice
{
    private protected TargetChoice()
    {
    }

    /// <summary>What the targets are called in options and files; the usual one first.</summary>
    public static readonly string[] Names = [HeapChoice.Target, VeraChoice.Target];

    /// <summary>The heap of ours that is most like it.</summary>
    public abstract HeapChoice Heap { get; }

    /// <summary>What one thread works with.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop before it had started.</exception>
    public abstract TestRig NewRig(CancellationToken stop = default);

    /// <summary>The header of a file that shows what this target does.</summary>
    public abstract FileHeader Header(Expectation expect);

    /// <summary>What cases of a campaign are drawn from: documents to parse, and what else it can be hard on.</summary>
    public abstract GenerationOptions Drawing(GenerationOptions asked, DocumentLibrary library);

    /// <summary>Which of its failures are of one bug.</summary>
    public abstract Signatures Signatures { get; }

    /// <summary>What failures of one bug have in common; null: the case does not fail.</summary>
    /// <param name="stressCase">The case, as small as it is going to be.</param>
    /// <param name="verdict">What is said of it here.</param>
    /// <param name="rig">Of this target.</param>
    public string? SignatureOf(StressCase stressCase, Verdict verdict, TestRig rig) => verdict is Verdict.Fail failure
        ? Signatures.Of(new(stressCase, failure, Attempts: 1, IsMinimal: true), rig)
        : null;

    /// <summary>A campaign as this target can carry it out.</summary>
    public abstract CampaignOptions Suited(CampaignOptions options);

    /// <summary>What a file of this target expects of it; null if it says nothing of just this one.</summary>
    public abstract Expectation? Expected(FileHeader header);

    /// <summary>The words of a command that replays a file on this target, without the file.</summary>
    public abstract IReadOnlyList<string> Replaying(IReadOnlyList<string> runner);

    /// <summary>Commands that show the failure of a file again, as a shell takes them.</summary>
    /// <param name="found">The failure.</param>
    /// <param name="file">Where its case is saved.</param>
    /// <param name="alone">Whether what was saved beside it was seen to show it too.</param>
    /// <param name="runner">The words that start this tool.</param>
    public abstract IEnumerable<string> Again(Finding found, string file, bool alone, IReadOnlyList<string> runner);

    /// <summary>What to do about a file that expected otherwise; null: nothing that is plain to see.</summary>
    public abstract string? Advice(FileHeader header, Verdict seen);

    /// <summary>Has the file of a known failure that passes now say so; returns what became of it.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public abstract string Expire(string file);

    /// <summary>Whether a file says that this target fails its case.</summary>
    public abstract bool FailsSays(FileHeader header);

    /// <summary>
    /// Writes what else belongs beside case files that were saved; those of which that shows their failure too.
    /// </summary>
    public virtual IReadOnlyCollection<string> SavePrograms(IReadOnlyCollection<string> paths, bool inHaste) => [];
}
