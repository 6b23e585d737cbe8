using Vera.GcStress.Reducing.Edits;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing;

/// <summary>How much there is to read in a program.</summary>
/// <param name="Weight">Expressions, and more for what takes lines of its own.</param>
/// <param name="Chars">The length of its text.</param>
/// <param name="Text">Its text: of two programs of a length, one is always the smaller.</param>
internal readonly record struct Size(int Weight, int Chars, string Text)
{
    private const int FunctionWeight = 10;
    private const int DataWeight = 6;
    private const int LineWeight = 2;

    /// <summary>Larger than any program.</summary>
    public static Size Largest => new(int.MaxValue, int.MaxValue, "");

    public static bool operator <(Size left, Size right) => left.Compare(right) < 0;

    public static bool operator >(Size left, Size right) => left.Compare(right) > 0;

    public static Size Of(SourceProgram program, string text) =>
        new(program.Declarations.Sum(Weigh), text.Length, text);

    private static int Weigh(Declaration declaration) => declaration switch
    {
        Declaration.Function f =>
            FunctionWeight + f.Contracts.Length + f.Parameters.Length + Places.All(f.Body).Sum(Weigh),
        Declaration.Data d => DataWeight + d.Constructors.Sum(c => LineWeight + c.Fields.Length),
        _ => DataWeight,
    };

    private static int Weigh(Node node) => node switch
    {
        Node.Block block => LineWeight * block.Statements.Length,
        Node.Match match => 1 + match.Patterns.Sum(pattern => LineWeight + pattern.Binders.Count()),
        Node.If => 1 + (4 * LineWeight),
        Node.Text text => 1 + text.Pieces.Count(piece => piece.Length > 0),
        _ => 1,
    };

    private int Compare(Size other) => Weight != other.Weight ? Weight.CompareTo(other.Weight)
        : Chars != other.Chars ? Chars.CompareTo(other.Chars)
        : string.CompareOrdinal(Text, other.Text);
}
