namespace Vera.GcStress.Explaining;

/// <summary>The last pictures of a run, as many as there is room for: a run ends where it fails.</summary>
internal sealed class PictureRoll
{
    private const int PicturesMax = 400;
    private const int BlocksMax = 1_000_000;

    private readonly Queue<HeapPicture> pictures = [];
    private int blocks;

    public IReadOnlyList<HeapPicture> Kept => [.. pictures];

    public void Add(HeapPicture picture)
    {
        pictures.Enqueue(picture);
        blocks += picture.Blocks.Count;
        while (pictures.Count > PicturesMax || (blocks > BlocksMax && pictures.Count > 1))
        {
            blocks -= pictures.Dequeue().Blocks.Count;
        }
    }
}
