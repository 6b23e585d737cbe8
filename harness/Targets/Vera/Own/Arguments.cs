using System.Diagnostics;
using System.Globalization;
using Vera.GcStress.Targets.Vera.Own.Imports;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own;

/// <summary>The arguments of a run as words, held to the types of the function.</summary>
internal static class Arguments
{
    /// <exception cref="WasmException">There is no such function, or it takes other arguments.</exception>
    public static long[] Of(HostRun run)
    {
        var function = run.Request.Function;
        var types = run.Guest.Instance.ParametersOf(function)
            ?? throw new WasmException($"the module exports no function '{function}'");
        var words = new List<long>();
        foreach (var argument in run.Request.Arguments)
        {
            Add(argument, types.AsSpan(Math.Min(words.Count, types.Length)), words, run);
        }

        return words.Count == types.Length
            ? [.. words]
            : throw new WasmException($"'{function}' takes {types.Length} words of WebAssembly, not {words.Count}");
    }

    private static string Shown(RunArgument argument) => argument switch
    {
        RunArgument.Integer a => $"{a.Value}",
        RunArgument.Real a => a.Value.ToString(CultureInfo.InvariantCulture),
        RunArgument.Text a => $"'{a.Value}'",
        _ => throw new UnreachableException($"no words for {argument.GetType().Name}"),
    };

    private static void Add(RunArgument argument, ReadOnlySpan<char> types, List<long> words, HostRun run)
    {
        switch (argument)
        {
            case RunArgument.Integer a when types is ['i' or 'l', ..]:
                words.Add(types[0] == 'i' ? unchecked((uint)a.Value) : a.Value);
                break;
            case RunArgument.Real a when types is ['d', ..]:
                words.Add(BitConverter.DoubleToInt64Bits(a.Value));
                break;
            case RunArgument.Text a when types is ['i', 'i', ..]:
                var (pointer, length) = run.Guest.NewText(a.Value);
                words.AddRange([pointer, length]);
                break;
            default:
                throw new WasmException(
                    $"{run.Request.Function} does not take {Shown(argument)} at word {words.Count + 1}");
        }
    }
}
