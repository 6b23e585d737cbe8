namespace Vera.GcStress.Documents;

/// <summary>A document or a folder of documents that cannot be used, and why, in one line.</summary>
internal sealed class DocumentException(string message) : Exception(message);
