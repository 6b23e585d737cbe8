using System.Collections.Immutable;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>Which function of a program is run, and what it is given.</summary>
internal sealed class FunctionChoice(StressOptions options, CompiledProgram program, string source)
{
    /// <summary>What the user names, or else main, or else the first that can be run; null: there is none.</summary>
    public string? Function { get; } = options.Function ?? FirstToRun(options, program, source);

    /// <summary>What the user names; without that, small values of the parameters' types.</summary>
    public ImmutableArray<string> Arguments => Function is null || !options.Arguments.IsEmpty
        ? options.Arguments
        : DefaultsOf(source, Function) ?? [];

    /// <summary>Whether the user named no arguments, and there are some.</summary>
    public bool MakesUpArguments => options.Arguments.IsEmpty && !Arguments.IsEmpty;

    /// <summary>Why there is nothing to run; null: there is.</summary>
    public string? WhyNot()
    {
        if (Function is null)
        {
            return "it has no public function";
        }

        if (!program.Exports.Contains(Function))
        {
            return $"it has no public function {Function}";
        }

        var takes = Takes(program, Function);
        return takes == Arguments.Length ? null
            : options.Arguments.IsEmpty
                ? $"{Function} takes {string.Join(", ", DefaultArguments.TypesOf(source, Function))}: name arguments"
            : $"{Function} takes {takes} argument{(takes == 1 ? "" : "s")}, not {Arguments.Length}";
    }

    private static string? FirstToRun(StressOptions options, CompiledProgram program, string source) =>
        program.Exports.Contains("main") ? "main"
        : program.Exports.FirstOrDefault(name => Takes(program, name) == options.Arguments.Length)
            ?? program.Exports.FirstOrDefault(name => DefaultsOf(source, name)?.Length == Takes(program, name))
            ?? (program.Exports is [var first, ..] ? first : null);

    private static ImmutableArray<string>? DefaultsOf(string source, string function) =>
        DefaultArguments.For(DefaultArguments.TypesOf(source, function));

    private static int Takes(CompiledProgram program, string function) =>
        program.Parameters.GetValueOrDefault(function, []).Count;
}
