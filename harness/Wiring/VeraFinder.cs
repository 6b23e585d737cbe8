using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Wiring;

/// <summary>Looks for a real Vera once, when the first file asks for one.</summary>
internal sealed class VeraFinder
{
    private readonly Lazy<VeraChoice?> choice;

    /// <summary>How to have one found.</summary>
    public const string Advice = "name one with --vera, in VERA_GCSTRESS_PYTHON or on the PATH";

    /// <param name="command">What the user named, or null.</param>
    /// <param name="end">Once this is cancelled, nothing is waited for any more.</param>
    public VeraFinder(string? command, CancellationToken end)
        : this(() => command is null && !VeraCommand.IsInstalled
            ? null
            : VeraChoice.Find(command, end)) =>
        IsNamed = command is not null;

    private VeraFinder(Func<VeraChoice?> find) => choice = new(find);

    /// <summary>Whether the user named one.</summary>
    public bool IsNamed { get; }

    /// <summary>Finds none: for those who run nothing.</summary>
    public static VeraFinder None { get; } = new(() => null);

    /// <summary>The Vera that runs cases, or null if none was named and none is installed.</summary>
    /// <exception cref="UsageException">What was named is no Vera.</exception>
    public VeraChoice? Choice => choice.Value;

    /// <summary>Looks for the Vera that was named, even if nothing needs it: a wrong name is told.</summary>
    /// <exception cref="UsageException">What was named is no Vera.</exception>
    public void CheckNamed() => _ = IsNamed ? Choice : null;
}
