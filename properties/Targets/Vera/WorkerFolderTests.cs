using System.Diagnostics;
using System.Runtime.Versioning;
using Vera.GcStress.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>The folder that one stands in does not decide which Vera runs, nor whether one does.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WorkerFolderTests
{
    public static bool CanRun => FakeWorker.CanRun;

    [Fact(Skip = "this law needs python3", SkipUnless = nameof(CanRun))]
    public void A_stray_package_in_the_current_folder_is_not_what_the_worker_loads()
    {
        var folder = Directory.CreateTempSubdirectory("stray-");
        try
        {
            var package = folder.CreateSubdirectory("vera").FullName;
            File.WriteAllText(Path.Combine(package, "__init__.py"), "raise SystemExit('the stray vera')");
            File.WriteAllText(Path.Combine(folder.FullName, "json.py"), "raise SystemExit('the stray json')");
            Assert.DoesNotContain("stray", Greeting(folder.FullName), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the worker says first, on either stream.</summary>
    private static string Greeting(string folder)
    {
        var start = new ProcessStartInfo("python3", ["-c", Script("worker.py"), "1000000000", Script("microscope.py")])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        Assert.True(
            said.Contains("missing", StringComparison.Ordinal) || said.Contains("package", StringComparison.Ordinal),
            said);
        return said;
    }

    private static string Script(string name)
    {
        using var stream = typeof(PythonHost).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
