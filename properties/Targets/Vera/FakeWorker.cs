using System.Runtime.Versioning;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>A stand-in for a Python with a Vera: a script that does to each case what its number says.</summary>
internal sealed class FakeWorker : IDisposable
{
    /// <summary>Why a law that needs it is skipped.</summary>
    public const string NoPython = "the stand-in for Vera is a script that needs python3";

    /// <summary>What may befall a case, as the script's plan spells it.</summary>
    public const string Befalls = "okdhglx";

    /// <summary>
    /// The plan has a letter for each case that is run: it answers (o, k), dies (d), traps (t), hangs (h), writes
    /// megabytes of garbage lines (g), writes megabytes in one line (l), or answers for another case (x). One that
    /// begins with H hangs before it greets; the last letter of one that ends with a + goes on for ever.
    /// </summary>
    private const string Script = """
        #!/usr/bin/env python3
        import json, os, sys, time
        folder = os.path.dirname(os.path.abspath(__file__))
        plan = open(os.path.join(folder, "plan")).read()
        if plan[0] == "H":
            time.sleep(1000)
        version = os.path.join(folder, "version")
        version = open(version).read() if os.path.exists(version) else "0.1.9"
        print(json.dumps({"version": version, "package": folder}), flush=True)
        def next_case():
            with open(os.path.join(folder, "count"), "a") as f:
                f.write(".")
            return os.path.getsize(os.path.join(folder, "count")) - 1
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps({"heapStart": request["heapStart"]}), flush=True)
            for function in request["functions"]:
                at = next_case()
                fate = plan[min(at, len(plan) - 2)] if plan[-1] == "+" else plan[at % len(plan)]
                if fate == "d":
                    os.kill(os.getpid(), 9)
                if fate == "t":
                    trap = {"function": function, "stdout": "", "trap": "unreachable", "error": "Trap: unreachable"}
                    print(json.dumps(trap), flush=True)
                    continue
                if fate == "h":
                    time.sleep(1000)
                if fate == "g":
                    try:
                        for i in range(200000):
                            sys.stdout.write("garbage %d ][\n" % i)
                    except BrokenPipeError:
                        os._exit(1)
                if fate == "l":
                    sys.stdout.write("x" * 40_000_000 + "\n")
                name = "case_99" if fate == "x" else function
                print(json.dumps({"function": name, "stdout": "#0 1"}), flush=True)
                if fate in "lx":
                    time.sleep(1000)
            print(json.dumps({"done": True}), flush=True)
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("fake-vera-").FullName;

    /// <summary>Whether there is what the stand-in needs.</summary>
    public static bool CanRun => !OperatingSystem.IsWindows()
        && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(place => File.Exists(Path.Combine(place, "python3")));

    public string Command => Path.Combine(folder, "python");

    [UnsupportedOSPlatform("windows")]
    public ProgramRunner Run(string plan, TimeSpan deadline)
    {
        File.WriteAllText(Path.Combine(folder, "plan"), plan);
        Write(Script);
        return new ProgramRunner(VeraPython.Plain(Command)) { Deadline = deadline };
    }

    /// <summary>The command of a Vera of some release that does as its plan says.</summary>
    [UnsupportedOSPlatform("windows")]
    public string As(string plan, string version = "0.1.9")
    {
        File.Delete(Path.Combine(folder, "count"));
        File.WriteAllText(Path.Combine(folder, "plan"), plan);
        File.WriteAllText(Path.Combine(folder, "version"), version);
        Write(Script);
        return Command;
    }

    /// <summary>Tells once it comes to a first case, however long a busy machine takes to come so far.</summary>
    public IDisposable AtCase(Action told)
    {
        var watcher = new FileSystemWatcher(folder, "count");
        watcher.Created += (_, _) => told();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    /// <summary>Any other program in its place.</summary>
    [UnsupportedOSPlatform("windows")]
    public void Write(string script)
    {
        File.WriteAllText(Command, script.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
