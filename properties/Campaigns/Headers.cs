using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>The file headers of findings, for campaigns of tests.</summary>
internal static class Headers
{
    public static FileHeader Of(WatOptions options) => new(
        "wat",
        options.Runtime == RuntimeKind.HostStore ? "host-store" : "container",
        options.Collector,
        new Expectation.Pass())
    {
        Fault = FaultCatalogue.In(options.Parts)?.Name,
    };
}
