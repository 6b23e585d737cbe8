namespace Vera.GcStress.Reporting;
public static class ExplainPage { public static string Of(ExplainedCase explained) => explained.File; }
