using System.Buffers;

namespace Vera.GcStress.Documents;

/// <summary>The blocks of a Markdown text (what blank lines part), their lines, and the phrases in these.</summary>
internal static class MarkdownChunks
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("*_[]()!`|<>&\\#\t");

    public static List<Chunk> Of(string document)
    {
        var chunks = new List<Chunk>();
        var block = -1;
        var blockEnd = 0;
        var inFence = false;
        for (var at = 0; at < document.Length && chunks.Count < DocumentLimits.ChunksMax;)
        {
            var end = document.IndexOf('\n', at);
            end = end < 0 ? document.Length : end;
            var line = document.AsSpan(at, end - at);
            if (line.IsWhiteSpace() && !inFence)
            {
                EndBlock(chunks, ref block, blockEnd);
            }
            else
            {
                inFence ^= IsFence(line);
                block = block < 0 ? at : block;
                blockEnd = end;
                Phrases(chunks, document, at, end);
                chunks.Add(new Chunk(at, at, end, 1, false));
            }

            at = end + 1;
        }

        EndBlock(chunks, ref block, blockEnd);
        return chunks;
    }

    private static void EndBlock(List<Chunk> chunks, ref int start, int end)
    {
        if (start >= 0)
        {
            chunks.Add(new Chunk(start, start, end, 0, false));
        }

        start = -1;
    }

    private static bool IsFence(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart(" >");
        return text.StartsWith("```") || text.StartsWith("~~~");
    }

    private static void Phrases(List<Chunk> chunks, string document, int start, int end)
    {
        while (start < end)
        {
            var length = document.AsSpan(start, end - start).IndexOfAny(Marks);
            length = length < 0 ? end - start : length;
            var text = document.AsSpan(start, length).Trim();
            if (text.Length > 0)
            {
                var from = start + (length - document.AsSpan(start, length).TrimStart().Length);
                chunks.Add(new Chunk(from, from, from + text.Length, 2, true));
            }

            start += length + 1;
        }
    }
}
