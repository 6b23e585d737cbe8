namespace Vera.GcStress.Targets.Wat;

/// <summary>The watcher has seen enough: unwinds host and guest, and never leaves the session.</summary>
internal sealed class RunStoppedException() : Exception("the watcher ended the run");
