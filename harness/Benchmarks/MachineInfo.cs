using System.Runtime.InteropServices;
using Vera.GcStress.Files;

namespace Vera.GcStress.Benchmarks;

/// <summary>What absolute figures depend on.</summary>
/// <param name="Cores">How many threads run at once.</param>
/// <param name="Processor">Its name, as the system tells it.</param>
/// <param name="Versions">Of this tool, .NET and Wasmtime.</param>
public sealed record MachineInfo(int Cores, string Processor, string Versions)
{
    private const int NameCharsMax = 80;
    private const int CpuInfoBytesMax = 4 << 20;

    /// <summary>The machine that this process runs on.</summary>
    public static MachineInfo Here(string versions) => new(Environment.ProcessorCount, Name(), versions);

    /// <summary>One line, as tables print it.</summary>
    public override string ToString() => $"{Cores} x {Processor}; {Versions}";

    /// <summary>Linux tells; elsewhere the architecture has to do.</summary>
    private static string Name()
    {
        try
        {
            var line = PlainFile.Text("/proc/cpuinfo", CpuInfoBytesMax)?.Split('\n')
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            var name = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "";
            return name.Length is > 0 and <= NameCharsMax ? name : $"{RuntimeInformation.ProcessArchitecture}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{RuntimeInformation.ProcessArchitecture}";
        }
    }
}
