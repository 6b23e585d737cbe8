namespace Vera.GcStress.Reducing.Syntax;

/// <summary>A text that is no Vera program, or has what is not known here; the message is one line.</summary>
public sealed class SyntaxException(int line, string reason) : Exception($"line {line}: {reason}");
