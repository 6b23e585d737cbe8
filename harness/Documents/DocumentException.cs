namespace Vera.GcStress.Documents;

/// <summary>A document or a folder of documents that cannot be used, and why, in one line.</summary>
public sealed class DocumentException : Exception
{
    public DocumentException()
    {
    }

    public DocumentException(string message)
        : base(message)
    {
    }

    public DocumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
