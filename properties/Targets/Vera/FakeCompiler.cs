using System.Runtime.Versioning;
using Vera.GcStress.Properties.Targets.Vera.Microscope;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>A stand-in for a Python with a Vera that compiles: its modules hang on the programs they are of.</summary>
internal sealed class FakeCompiler : IDisposable
{
    /// <summary>A case that has this number in it becomes an invalid module.</summary>
    public const string Invalid = "66600666";

    /// <summary>
    /// Each function allocates some pairs, prints an observation and may trap, all by what stands in the source for its
    /// case and for no other; how long compiling takes hangs on all of the request.
    /// </summary>
    private const string Script = """
        #!/usr/bin/env python3
        import json, os, sys, time, zlib
        folder = os.path.dirname(os.path.abspath(__file__))
        module = open(os.path.join(folder, "module")).read()
        print(json.dumps({"version": "0.1.9", "package": folder}), flush=True)
        def function(source, name):
            parts = [p.replace(name, "case") for p in source.split("\n\n") if name + "_" in p or name + "(" in p]
            way = zlib.crc32("\n".join(sorted(parts)).encode())
            pairs = "i64.const 1 i64.const 2 call $pair drop\n" * (1 + way % 7)
            print_it = "i32.const %d i32.const 4 call $vera.print\n" % (32 + 4 * (way % 2))
            trap = "unreachable\n" if way % 3 == 0 else ""
            bad = "i32.add\n" if any("INVALID" in p for p in parts) else ""
            return '(func (export "%s")\n%s%s%s%s)\n' % (name, pairs, print_it, bad, trap)
        for line in sys.stdin:
            request = json.loads(line)
            open(os.path.join(folder, "requests"), "a").write(".")
            time.sleep(zlib.crc32(line.encode()) % 4 / 100)
            functions = "".join(function(request["source"], name) for name in request["functions"])
            print(json.dumps({"heapStart": 176, "wat": module.replace("(export \"alloc\"", functions +
                "(export \"alloc\"")}), flush=True)
            print(json.dumps({"done": True}), flush=True)
        """;

    private readonly FakeWorker worker = new();

    [UnsupportedOSPlatform("windows")]
    public FakeCompiler()
    {
        worker.Write(Script.Replace("INVALID", Invalid, StringComparison.Ordinal));
        File.WriteAllText(
            Path.Combine(Path.GetDirectoryName(Command)!, "module"),
            Miniature.With("(export \"alloc\"", "(data (i32.const 32) \"#0 0#0 1\")\n  (export \"alloc\"")
                .Replace("\"memory\") 1)", "\"memory\") 8)", StringComparison.Ordinal)
                .Replace("60000", "400000", StringComparison.Ordinal));
    }

    public string Command => worker.Command;

    /// <summary>The programs that it was given.</summary>
    public long Requests
    {
        get
        {
            var file = new FileInfo(Path.Combine(Path.GetDirectoryName(Command)!, "requests"));
            return file.Exists ? file.Length : 0;
        }
    }

    public void Dispose() => worker.Dispose();
}
