using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>The IO effect, kept inside the run, and how a guest says why it traps.</summary>
internal static class InputOutput
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("print", new("ii>", static (run, a, _) => run.Print(run.Guest.Text(a[0], a[1])))),
        ("stderr", new("ii>", static (run, a, _) => run.Complain(run.Guest.Text(a[0], a[1])))),
        ("exit", new("l>", static (_, a, _) => throw new RunStop(new ModuleEnding.Exited(a[0])))),
        ("time", new(">l", static (run, _, r) => r[0] = run.Request.Milliseconds)),
        ("sleep", new("l>", static (_, _, _) => { })),
        ("read_line", new(">ii", static (run, _, r) => run.Results.Text(Line(run), r))),
        ("read_char", new(">i", static (run, _, r) => r[0] = Character(run))),
        ("read_file", new("ii>i", static (run, a, r) => r[0] = Read(run, run.Guest.Text(a[0], a[1])))),
        ("write_file", new("iiii>i", static (run, a, r) => r[0] = Write(run, a))),
        ("args", new(">ii", static (run, _, r) => run.Results.Texts(run.Request.CommandLine, r))),
        ("get_env", new("ii>i", static (run, a, r) => r[0] = Variable(run, run.Guest.Text(a[0], a[1])))),
        ("contract_fail", new("ii>", static (run, a, _) => run.Violation = run.Guest.Text(a[0], a[1]))),
        ("overflow_trap", new(">", static (run, _, _) => run.Overflowed = true)),
    ];

    private static string Line(HostRun run)
    {
        var rest = run.Request.Input.AsSpan(run.InputAt);
        var end = rest.IndexOf('\n');
        var line = end < 0 ? rest : rest[..end];
        run.InputAt += end < 0 ? rest.Length : end + 1;
        return line.ToString();
    }

    private static uint Character(HostRun run)
    {
        var rest = run.Request.Input.AsSpan(run.InputAt);
        if (rest.IsEmpty)
        {
            return run.Results.Error("EOF");
        }

        var length = rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]) ? 2 : 1;
        run.InputAt += length;
        return run.Results.OfText(0, rest[..length].ToString());
    }

    private static uint Read(HostRun run, string path) => run.Files.TryGetValue(path, out var text)
        ? run.Results.OfText(0, text)
        : run.Results.Error($"[Errno 2] No such file or directory: '{path}'");

    private static uint Write(HostRun run, ReadOnlySpan<long> a)
    {
        run.Files[run.Guest.Text(a[0], a[1])] = run.Guest.Text(a[2], a[3]);
        return run.Results.Empty();
    }

    private static uint Variable(HostRun run, string name) => run.Request.Environment.TryGetValue(name, out var value)
        ? run.Results.OfText(1, value)
        : run.Results.Empty();
}
