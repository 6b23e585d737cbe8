using System.Text.RegularExpressions;
using Vera.GcStress.Targets.Vera.Own.Python;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Regular expressions of Python, as far as those of .NET say the same.</summary>
internal static class RegexImports
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("regex_match", new("iiii>i", static (run, a, r) => r[0] = With(run, a, static (run, text, pattern) =>
            run.Results.OfWord(0, pattern.Pattern.IsMatch(text) ? 1u : 0)))),
        ("regex_find", new("iiii>i", static (run, a, r) => r[0] = With(run, a, Find))),
        ("regex_find_all", new("iiii>i", static (run, a, r) => r[0] = With(run, a, FindAll))),
        ("regex_replace", new("iiiiii>i", static (run, a, r) =>
        {
            var replacement = run.Guest.Text(a[4], a[5]);
            r[0] = With(run, a, (run, text, pattern) => Replace(run, text, pattern, replacement));
        })),
    ];

    private static uint With(HostRun run, ReadOnlySpan<long> a, Func<HostRun, string, PythonRegex, uint> use)
    {
        var (text, pattern) = (run.Guest.Text(a[0], a[1]), run.Guest.Text(a[2], a[3]));
        run.Guest.Spend(text.Length + pattern.Length);
        try
        {
            return use(run, text, new PythonRegex(pattern));
        }
        catch (RegexRefusal refusal)
        {
            return run.Results.Error($"invalid regex: {refusal.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            throw RunStop.Limit("time of a regular expression");
        }
    }

    private static uint Find(HostRun run, string text, PythonRegex pattern)
    {
        var match = pattern.Pattern.Match(text);
        return run.Results.OfWord(0, match.Success ? run.Results.OfText(1, match.Value) : run.Results.Empty());
    }

    private static uint FindAll(HostRun run, string text, PythonRegex pattern)
    {
        Span<long> array = stackalloc long[2];
        run.Results.Texts([.. pattern.Pattern.Matches(text).Select(m => m.Value)], array);
        return run.Results.OfPair(0, unchecked((uint)array[0]), (int)array[1]);
    }

    private static uint Replace(HostRun run, string text, PythonRegex pattern, string replacement)
    {
        var template = new RegexTemplate(replacement, pattern);
        var match = pattern.Pattern.Match(text);
        return run.Results.OfText(0, match.Success
            ? text[..match.Index] + template.For(match) + text[(match.Index + match.Length)..]
            : text);
    }
}
