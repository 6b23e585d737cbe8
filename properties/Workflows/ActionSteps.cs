using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Vera.GcStress.Properties.Workflows;

/// <summary>
/// The shell steps of the action, run one by one as a runner would, with a tool that only takes notes.
/// </summary>
/// <remarks>
/// The stand-in for <c>dotnet</c> writes each call's arguments to <c>calls</c>, one a line, and ends with the code in
/// <c>FAKE_CODE</c>.
/// </remarks>
internal sealed class ActionSteps : IDisposable
{
    private const string Tool =
        "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" >> \"$CALLS\"\nexit \"${FAKE_CODE:-0}\"\n";

    /// <summary>Makes an environment with itself as its Python, and says what it is asked to install.</summary>
    private const string Python =
        """
        #!/usr/bin/env bash
        echo "$@"
        case "$1 $2" in
          "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
          "-m pip") if [ "${FAKE_PIP:-0}" = hang ]; then sleep 100; fi; exit "${FAKE_PIP:-0}" ;;
        esac

        """;

    private static readonly YamlMappingNode Description = Load(Path.Combine(
        Repository.Root, ".github", "actions", "vera-gcstress", "action.yml"));

    private readonly string bin;
    private readonly string workspace;

    public ActionSteps()
    {
        (bin, workspace) = (Made("bin"), Made("workspace"));
        Program("dotnet", Tool);
        Program("python3", Python);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("action-").FullName;

    /// <summary>The arguments of every call of the tool, in order.</summary>
    public string[] Calls => Read("calls").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What steps told the runner: <c>name=value</c> lines.</summary>
    public string[] Outputs => Read("output").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the last step printed, on both streams.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The steps of the action that are shell scripts, by name.</summary>
    public static IReadOnlyDictionary<string, string> Scripts { get; } = ScriptsOf(Description);

    /// <summary>The same of a job of a workflow.</summary>
    public static IReadOnlyDictionary<string, string> ScriptsOfJob(string workflow, string job) => ScriptsOf(
        (YamlMappingNode)Load(Path.Combine(Repository.Root, ".github", "workflows", workflow))["jobs"][job]);

    /// <summary>What every step of the action and of the workflows is said to use, where it uses something.</summary>
    public static IEnumerable<string> Uses(string file) =>
        Load(file).AllNodes.OfType<YamlMappingNode>()
            .Where(node => node.Children.ContainsKey("uses"))
            .Select(node => Text(node, "uses"));

    /// <summary>Runs one step and returns its exit code.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="variables">What the runner would put into its environment.</param>
    public int Run(string name, params (string Name, string Value)[] variables) => Bash(Scripts[name], variables);

    /// <summary>Runs a script and returns its exit code.</summary>
    public int Bash(string script, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        {
            WorkingDirectory = workspace,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = bin + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
                ["CALLS"] = Path.Combine(Folder, "calls"),
                ["GITHUB_OUTPUT"] = Path.Combine(Folder, "output"),
                ["GITHUB_STEP_SUMMARY"] = Path.Combine(Folder, "summary"),
                ["ACTION_PATH"] = Path.Combine(Repository.Root, ".github", "actions", "vera-gcstress"),
                ["TOOL"] = "vera-gcstress.dll",
                ["OUT"] = "findings",
            },
        };
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        Log = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Makes the workspace a repository with a commit, and returns its name.</summary>
    public string Commit()
    {
        Put("setup.txt", "");
        const string Script = "git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm a && " +
            "git rev-parse HEAD";
        return Bash(Script, []) == 0 ? Log.Trim() : throw new InvalidOperationException(Log);
    }

    private void Program(string name, string text)
    {
        var file = Path.Combine(bin, name);
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Puts a file into the workspace.</summary>
    public void Put(string path, string text)
    {
        var file = Path.Combine(workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Dictionary<string, string> ScriptsOf(YamlMappingNode whole) =>
        ((YamlSequenceNode)(whole.Children.TryGetValue("runs", out var runs) ? runs : whole)["steps"])
        .OfType<YamlMappingNode>()
        .Where(step => step.Children.ContainsKey("run"))
        .ToDictionary(step => Text(step, "name"), step => Text(step, "run"));

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    private string Read(string name) =>
        File.Exists(Path.Combine(Folder, name)) ? File.ReadAllText(Path.Combine(Folder, name)) : "";
}
