using System.Diagnostics;
using Vera.GcStress.Properties.Tidy;
using Xunit;

namespace Vera.GcStress.Properties.Workflows;

/// <summary>The first seconds of the first command that anybody types.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("first-run-").FullName;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    /// <summary>
    /// A restore is silent and long: the project speaks before it, and only where there is one to come.
    /// </summary>
    [Fact]
    public void Before_packages_are_downloaded_one_is_told()
    {
        Assert.Contains("downloads the packages", Said(), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(cache, "wasmtime"));
        Assert.DoesNotContain("downloads the packages", Said(), StringComparison.Ordinal);
    }

    private string Said()
    {
        var asked = new ProcessStartInfo(
            "dotnet",
            ["msbuild", Path.Combine(HarnessSources.Root, "harness"), "-t:SayWhatIsAwaited", "-v:q", "-nologo"])
        {
            RedirectStandardOutput = true,
        };
        asked.Environment["NUGET_PACKAGES"] = cache;
        asked.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var run = Process.Start(asked)!;
        var said = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return said;
    }
}
