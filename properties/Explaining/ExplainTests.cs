using System.Xml.Linq;
using Vera.GcStress.Explaining;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Reporting;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Explaining;

/// <summary>What <c>explain</c> says about failures whose causes are known, and about cases that pass.</summary>
public class ExplainTests
{
    public static TheoryData<string> Repros => [.. Explained.Repros];

    [Fact]
    public void All_faults()
    {
        var lines = new List<string>();
        foreach (var fault in FaultCatalogue.All)
        {
            try
            {
                var e = Explained.Fault(fault.Name);
                var c = e.Explanation.Failure?.Cause;
                lines.Add($"{($"{c?.Layer}" == $"{fault.Layer}" ? "ok " : "BAD")} {fault.Name,-26} {fault.Layer,-13} {c?.Layer,-13} {c?.Kind} {e.Explanation.Failure?.Fail.Oracle}");
                File.WriteAllText($"/tmp/ex/fault-{fault.Name}.txt", ExplainText.Report(e) + "\n\n" + TimelineText.Of(e.Explanation) + "\n\n" + e.Explanation.Case);
            }
            catch (Exception x)
            {
                lines.Add($"BAD {fault.Name} {x.Message}");
                File.WriteAllText($"/tmp/ex/fault-{fault.Name}.txt", $"{x}");
            }
        }

        File.WriteAllLines("/tmp/ex/faults.txt", lines);
    }
}
