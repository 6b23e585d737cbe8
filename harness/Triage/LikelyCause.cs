namespace Vera.GcStress.Triage;

/// <summary>What a failure's cause seems to be.</summary>
/// <param name="Class">
/// What failures of one bug have in common, whichever operation and oracle showed it; null if it could be any.
/// </param>
/// <param name="Title">For people, in one line.</param>
public sealed record LikelyCause(string? Class, string Title);
