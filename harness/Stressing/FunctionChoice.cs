using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;

namespace Vera.GcStress.Stressing;

/// <summary>Which function of a program is run, and what it is given.</summary>
internal sealed class FunctionChoice(StressOptions options, CompiledProgram program, string source)
{
    private const string Main = "main";

    /// <summary>What the user names, or else main, or else the first that can be run; null: there is none.</summary>
    public string? Function { get; } = options.Function ?? FirstToRun(options, program, source);

    /// <summary>What the user names; without that, small values of the parameters' types.</summary>
    public ImmutableArray<string> Arguments => Function is null || !options.Arguments.IsEmpty
        ? options.Arguments
        : DefaultsOf(source, Function) ?? [];

    /// <summary>The types of the function's parameters, as Vera's compiler names them.</summary>
    public ImmutableArray<string> Types => Function is null ? [] : [.. TypesOf(program, Function)];

    /// <summary>Whether the user named no arguments, and there are some.</summary>
    public bool MakesUpArguments => options.Arguments.IsEmpty && !Arguments.IsEmpty;

    /// <summary>All that the program says is public, with what Vera left out of it; null: there is none.</summary>
    public static IReadOnlyList<string?> All(CompiledProgram program, string source)
    {
        string?[] all = [.. program.Exports, .. PublicLeftOut(program, source)];
        return all.Length > 0 ? all : [null];
    }

    /// <summary>Why there is nothing to run; null: there is.</summary>
    public string? WhyNot()
    {
        if (Function is null)
        {
            return PublicLeftOut(program, source).FirstOrDefault() is { } leftOut ? WhyLeftOut(leftOut)
                : "it has no public function";
        }

        if (!program.Exports.Contains(Function))
        {
            return WhyLeftOut(Function) ?? $"it has no public function {Function}";
        }

        var takes = Takes(program, Function);
        return takes == Arguments.Length ? Misfit()
            : options.Arguments.IsEmpty
                ? $"{Function} takes {string.Join(", ", DefaultArguments.TypesOf(source, Function))}: name arguments"
            : $"{Function} takes {takes} argument{(takes == 1 ? "" : "s")}, not {Arguments.Length}";
    }

    /// <summary>Why another function than main is run, where no one named it and Vera left main out.</summary>
    public string? WhyNotMain() => options.Function is null && Function != Main ? WhyLeftOut(Main) : null;

    private string? WhyLeftOut(string function) =>
        program.LeftOut.TryGetValue(function, out var why) ? $"Vera left out {function}: {why}" : null;

    /// <summary>Main before all others.</summary>
    private static IEnumerable<string> PublicLeftOut(CompiledProgram program, string source) => program.LeftOut.Keys
        .Where(name => FunctionPlace.IsPublic(source, name))
        .OrderBy(name => name != Main);

    private static string? FirstToRun(StressOptions options, CompiledProgram program, string source) =>
        program.Exports.Contains(Main) ? Main
        : program.Exports.FirstOrDefault(name => Takes(program, name) == options.Arguments.Length)
            ?? program.Exports.FirstOrDefault(name => DefaultsOf(source, name)?.Length == Takes(program, name))
            ?? (program.Exports is [var first, ..] ? first : null);

    private static ImmutableArray<string>? DefaultsOf(string source, string function) =>
        DefaultArguments.For(DefaultArguments.TypesOf(source, function));

    /// <summary>Why the parameter does not take the first argument that is not of its type; null: all are.</summary>
    private string? Misfit()
    {
        foreach (var (place, (text, type)) in Arguments.Zip(Types).Index())
        {
            if (!WrittenArguments.Fits(text, type))
            {
                var named = DefaultArguments.TypesOf(source, Function!).ElementAtOrDefault(place) ?? type;
                return $"{Function} takes {named} as argument {place + 1}, not '{PlainText.Line(text)}'";
            }
        }

        return null;
    }

    private static int Takes(CompiledProgram program, string function) => TypesOf(program, function).Count;

    private static IReadOnlyList<string> TypesOf(CompiledProgram program, string function) =>
        program.Parameters.GetValueOrDefault(function, []);
}
