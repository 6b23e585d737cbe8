using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

/// <summary>The documents that laws are tried on: the built-in ones, the project's files, and edits of both.</summary>
internal static class SampleDocuments
{
    public static VeraType[] Types { get; } = [VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "corpus", "documents");

    public static DocumentLibrary Files { get; } = DocumentLibrary.Load([Folder]);

    private static readonly DocumentLibrary Whole = DocumentLibrary.BuiltIn.With(Files);

    /// <summary>Every document with its type.</summary>
    public static TheoryData<VeraType, string> All()
    {
        var data = new TheoryData<VeraType, string>();
        foreach (var type in Types)
        {
            foreach (var document in Whole.Of(type))
            {
                data.Add(type, document);
            }
        }

        return data;
    }

    /// <summary>The document that a seed names, edited or not.</summary>
    public static (VeraType Type, string Document) FromSeed(int seed)
    {
        var random = new Random(seed);
        var type = Types[random.Next(Types.Length)];
        var documents = Whole.Of(type);
        var document = documents[random.Next(documents.Length)];
        return (type, random.Next(3) == 0
            ? DocumentEdits.Excerpt(document, type, random.Next, 2000)
            : DocumentEdits.Edit(document, type, random.Next, 2000));
    }

    /// <summary>Runs on a small stack; a hang is a failure.</summary>
    public static void OnSmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action), 512 * 1024) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(20)), "still running after 20 s");
        Assert.Null(thrown);
    }
}
