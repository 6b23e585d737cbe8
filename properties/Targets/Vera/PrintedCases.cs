using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>Drawn cases that a release of Vera can express.</summary>
internal static class PrintedCases
{
    public static VeraVersion Newest { get; } = new(0, 1, 9);

    public static IEnumerable<StressCase> Of(GenerationOptions options, int count) =>
        Properties.Generation.DrawnCases.Of(options, count).Where(c => VeraSupport.WhyNot(c, Newest) is null);

    /// <summary>
    /// The same without documents, and without Bool and Byte in containers: no release lists those right.
    /// </summary>
    public static IEnumerable<StressCase> Sound(CollectionSchedule schedule, int count) =>
        Of(GenerationOptions.Default with { OpsMean = 12, Schedule = schedule, HostileValues = false }, count)
            .Where(c => !Properties.Generation.DrawnCases.Types(c, withFields: true).Any(ListsBytes));

    private static bool ListsBytes(VeraType type) =>
        type.IsContainer && type.Arguments.Any(a => a.Kind is TypeKind.Bool or TypeKind.Byte);
}
