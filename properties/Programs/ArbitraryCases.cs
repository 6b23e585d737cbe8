using FsCheck;
using FsCheck.Fluent;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Properties.Programs;

/// <summary>Cases that were not looked at: most ops make sense, some do not, and any limit may be broken.</summary>
public static class ArbitraryCases
{
    /// <summary>Cases as careless as a generator or a shrinking pass may be.</summary>
    public static Gen<StressCase> Careless { get; } =
        Gen.Choose(0, int.MaxValue)
            .SelectMany(_ => Gen.Choose(0, int.MaxValue), (high, low) => ((ulong)high << 32) | (uint)low)
            .SelectMany(seed => Gen.Sized(size => Gen.Constant(new CarelessWriter(seed).Case(size))));

    /// <summary>Valid cases.</summary>
    public static Gen<StressCase> Valid { get; } = Careless.Select(CaseRepair.Repair);

    /// <summary>What FsCheck draws for a parameter: careless cases; smaller ones have fewer ops.</summary>
    public static Arbitrary<StressCase> StressCase() => Arb.From(Careless, Smaller);

    private static IEnumerable<StressCase> Smaller(StressCase stressCase)
    {
        for (var half = stressCase.Ops.Length / 2; half > 0; half /= 2)
        {
            for (var i = 0; i + half <= stressCase.Ops.Length; i += half)
            {
                yield return stressCase.With(stressCase.Ops.RemoveRange(i, half));
            }
        }
    }
}
