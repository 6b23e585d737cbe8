using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <remarks>The part that has cases compiled and runs none.</remarks>
internal sealed partial class ProgramRunner
{
    /// <summary>Where programs go that are compiled and no more; null while the process runs them.</summary>
    private CasePrograms? kept;

    /// <summary>Compiles each case and runs none; why a case is refused is kept too.</summary>
    public void Compile(ReadOnlySpan<StressCase> cases, CasePrograms programs)
    {
        kept = programs;
        try
        {
            var runs = Run(cases, eager: false);
            for (var i = 0; i < cases.Length; i++)
            {
                if (runs[i] is { } refused)
                {
                    programs.Refuse(cases[i], refused);
                }
            }
        }
        finally
        {
            kept = null;
        }
    }

    /// <summary>Compiles the cases as one program, whose heap is moved to where all are once it is text.</summary>
    private CaseRun? CompileOnly(ReadOnlySpan<StressCase> cases, Span<CaseRun> refused)
    {
        var source = Source(cases);
        source.TakeRoom();
        Send($"{source}", [.. Enumerable.Range(0, cases.Length).Select(EntryOf)], false, 0);
        var compiled = Receive();
        if (compiled?.Wat is not { } text)
        {
            return compiled?.Rejected is { } rejected && Finish() ? Refused(rejected) : Lost("the compiler");
        }

        var leftOut = new Dictionary<string, string>();
        for (var answer = Receive(); answer?.Done != true; answer = Receive())
        {
            if (answer?.Function is not { } name)
            {
                refused.Fill(CaseRun.Unsupported(Replace("the compiler")));
                return null;
            }

            leftOut[name] = answer.Rejected is { } why ? Refusal(why) : "Vera left it out without a reason";
        }

        ranInProcess += cases.Length;
        var program = new CaseProgram(text, leftOut, HeapStart);
        if (!program.Fits)
        {
            return CaseRun.Unsupported(TooLong);
        }

        if (program.Prepare() is { } invalid)
        {
            program.Dispose();
            return invalid;
        }

        kept!.Keep(program, cases, EntryOf);
        return null;
    }
}
