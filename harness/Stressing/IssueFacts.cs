using System.Collections.Immutable;

namespace Vera.GcStress.Stressing;

/// <summary>A bug as it is told to those who can mend it.</summary>
/// <param name="Name">What the program's file is called.</param>
/// <param name="Source">The program.</param>
/// <param name="Finding">What it shows.</param>
/// <param name="Vera">The release it was seen on.</param>
/// <param name="IsConfirmed">Whether Vera's own host shows it too.</param>
internal sealed record IssueFacts(string Name, string Source, StressFinding Finding, string Vera, bool IsConfirmed)
{
    /// <summary>What people wrote about it, line by line.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What is known of its cause, unless people wrote that already.</summary>
    public KnownCause? Cause => Finding.Cause is { } cause
        && !Remarks.Any(line => line.Contains($"#{cause.Issue}", StringComparison.Ordinal)) ? cause : null;

    /// <summary>What its function is given; empty: what is plainest of each type.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What releases show, as files of cases say it.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];
}
