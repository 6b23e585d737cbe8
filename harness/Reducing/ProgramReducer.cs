using Vera.GcStress.Reducing.Edits;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing;

/// <summary>Makes a Vera program smaller as long as it shows the same.</summary>
/// <remarks>
/// What is tried, and in which order, depends on the program alone. Every step is asked about, and smaller than the one
/// before, so it comes to an end.
/// </remarks>
/// <param name="showing">The program if it still shows what it is about, or one that does and differs in numbers alone;
/// null: it does not. Asks a compiler, and runs it.</param>
/// <param name="progress">Told of each smaller program, and how many were tried.</param>
public sealed class ProgramReducer(
    Func<string, CancellationToken, string?> showing, Action<string, int>? progress = null)
{
    // What takes much away at once comes first.
    private static readonly Func<SourceProgram, IEnumerable<SourceProgram>>[] Passes =
    [
        Dropping.Declarations, Dropping.Contracts, Showing.Parts, Dropping.Statements, Inlining.Functions,
        Simpler.Parts, Inlining.SingleCalls, Lifting.Operands, Inlining.Bindings, Retyping.Declared,
        Dropping.Parameters, Dropping.Constructors,
        Dropping.Arms, Simpler.Literals, Simpler.Patterns, Simpler.Values,
    ];

    // None of these changes what a program prints.
    private static readonly Func<SourceProgram, IEnumerable<SourceProgram>>[] AlikePasses =
    [
        Dropping.Contracts, Inlining.Functions, Inlining.SingleCalls, Lifting.Operands, Inlining.Bindings,
    ];

    private readonly HashSet<string> tried = [];
    private SourceProgram program = new([]);
    private Size size;
    private HashSet<string> staying = [];

    /// <summary>Whether the program is to mean the same: nothing of it is left out that it does.</summary>
    public bool KeepsMeaning { get; init; }

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
            if (Takes(program, stop) || TakesWhole(stop))
            {
                for (var before = Size.Largest; size < before && tried.Count < attemptsMax;)
                {
                    before = size;
                    Array.ForEach(KeepsMeaning ? AlikePasses : Passes, pass => Run(pass, attemptsMax, stop));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        return size == Size.Largest ? source : ProgramPrinter.Print(program)!;
    }

    /// <summary>What nothing calls may move the heap by its texts: then it stays until it goes by itself.</summary>
    private bool TakesWhole(CancellationToken stop)
    {
        var reached = Dropping.Unreached(program, staying).Declarations;
        staying = [.. program.Declarations.Except(reached).Select(declaration => declaration.Name)];
        return Takes(program, stop);
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
        var pruned = Dropping.Unreached(candidate, staying);
        if (ProgramPrinter.Print(pruned) is not { } text || !(Size.Of(pruned, text) < size) || !tried.Add(text)
            || showing(text, stop) is not { } shown)
        {
            return false;
        }

        size = Size.Of(pruned, text);
        program = shown == text ? pruned : ProgramReader.Read(shown);
        progress?.Invoke(shown, tried.Count);
        return true;
    }
}
