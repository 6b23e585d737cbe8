namespace Vera.GcStress.Programs;

/// <summary>Placeholder until the printer lands.</summary>
public static class CaseText
{
    public static string Print(Expr expr) => throw new NotImplementedException();
    public static string Print(Op op) => throw new NotImplementedException();
    public static string Print(CollectionSchedule schedule) => throw new NotImplementedException();
    public static string Print(StressCase stressCase) => throw new NotImplementedException();
}
