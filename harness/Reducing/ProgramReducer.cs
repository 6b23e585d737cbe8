using Vera.GcStress.Reducing.Edits;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing;

/// <summary>Makes a Vera program smaller as long as it shows the same.</summary>
/// <remarks>
/// What is tried, and in which order, depends on the program alone. Every step is asked about, and smaller than the one
/// before, so it comes to an end.
/// </remarks>
/// <param name="showsIt">Whether a program still shows what it is about: asks a compiler, and runs it.</param>
/// <param name="progress">Told of each smaller program, and how many were tried.</param>
public sealed class ProgramReducer(
    Func<string, CancellationToken, bool> showsIt, Action<string, int>? progress = null)
{
    // What takes much away at once comes first.
    private static readonly Func<SourceProgram, IEnumerable<SourceProgram>>[] Passes =
    [
        Dropping.Contracts, Showing.Parts, Dropping.Statements, Inlining.Functions, Simpler.Parts, Inlining.SingleCalls,
        Lifting.Operands, Inlining.Bindings, Retyping.Declared, Dropping.Parameters, Dropping.Constructors,
        Dropping.Arms, Simpler.Literals, Simpler.Patterns, Simpler.Values,
    ];

    private readonly HashSet<string> tried = [];
    private SourceProgram program = new([]);
    private Size size;

    /// <summary>Programs that were asked about.</summary>
    public int Attempts => tried.Count;

    /// <summary>The smallest program that was found by then.</summary>
    /// <param name="source">A program that shows it.</param>
    /// <param name="attemptsMax">The most programs that are asked about.</param>
    /// <param name="stop">Ends it with what was found until then.</param>
    /// <exception cref="SyntaxException">It has what is not known here.</exception>
    public string Reduce(string source, int attemptsMax, CancellationToken stop)
    {
        program = ProgramReader.Read(source);
        size = Size.Largest;
        try
        {
            if (Takes(program, stop))
            {
                for (var before = Size.Largest; size < before && tried.Count < attemptsMax;)
                {
                    before = size;
                    Array.ForEach(Passes, pass => Run(pass, attemptsMax, stop));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        return size == Size.Largest ? source : ProgramPrinter.Print(program)!;
    }

    /// <summary>Goes on where the last step was taken: what was refused before that is refused again.</summary>
    private void Run(Func<SourceProgram, IEnumerable<SourceProgram>> pass, int attemptsMax, CancellationToken stop)
    {
        for (var (from, isOver) = (0, false); !isOver && tried.Count < attemptsMax;)
        {
            var at = from;
            isOver = true;
            foreach (var candidate in pass(program).Skip(from))
            {
                if (tried.Count >= attemptsMax)
                {
                    return;
                }

                if (Takes(candidate, stop))
                {
                    (from, isOver) = (at, false);
                    break;
                }

                at++;
            }
        }
    }

    private bool Takes(SourceProgram candidate, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var pruned = Dropping.Unreached(candidate);
        if (ProgramPrinter.Print(pruned) is not { } text || !(Size.Of(pruned, text) < size) || !tried.Add(text)
            || !showsIt(text, stop))
        {
            return false;
        }

        (program, size) = (pruned, Size.Of(pruned, text));
        progress?.Invoke(text, tried.Count);
        return true;
    }
}
