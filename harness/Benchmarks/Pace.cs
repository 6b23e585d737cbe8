namespace Vera.GcStress.Benchmarks;

/// <summary>How long sizes take so far, and how long a larger one will.</summary>
internal sealed class Pace
{
    private (int Size, double Seconds) last;
    private double exponent = 1;

    /// <summary>What one round of the last size took.</summary>
    public double Seconds => last.Seconds;

    public void Note(int size, double seconds)
    {
        if (last.Size >= ContainerScore.FitFrom)
        {
            exponent = Math.Clamp(Math.Log(seconds / last.Seconds) / Math.Log((double)size / last.Size), 1, 3);
        }

        last = (size, seconds);
    }

    /// <summary>What one round of a larger size will take, if growth goes on as it was; 0 of the first size.</summary>
    public double Expected(int size) =>
        last.Size == 0 ? 0 : last.Seconds * Math.Pow(Math.Max(1, (double)size / Math.Max(last.Size, 1000)), exponent);
}
