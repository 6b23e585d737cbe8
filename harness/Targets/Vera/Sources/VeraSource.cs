using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Cases as one Vera program: a public function for each, and what they need.</summary>
/// <param name="heapStart">
/// Where the heap starts that addresses in the cases point into, unless a case says that it starts later.
/// </param>
/// <remarks>
/// Bytes that a case forces to be allocated are scaled: the case speaks of a heap that grows by 4 KiB, Vera's grows
/// by 64. Churn is not, where every allocation collects anyway. Collections that a schedule asks for are left to
/// Vera, which knows natural and eager ones.
/// </remarks>
internal sealed class VeraSource(int heapStart)
{
    private readonly SourceModule module = new();

    /// <summary>One case as a program of its own, run by <c>vera run</c>.</summary>
    public static string Print(StressCase stressCase) => Print(stressCase, StartOf(stressCase), 0);

    /// <summary>Where the heap starts that its addresses point into, but for what the case says of that.</summary>
    public static int StartOf(StressCase stressCase)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        return HeapStartOf(Print(stressCase, 0, 0)) - stressCase.Tables.Start;
    }

    /// <summary>The same for a heap that starts at a place, behind a literal of this size in bytes.</summary>
    internal static string Print(StressCase stressCase, int heapStart, int padding)
    {
        var source = new VeraSource(heapStart);
        source.Add(stressCase, "main", "");
        if (padding > 0)
        {
            source.Pad(padding);
        }

        return source.ToString();
    }

    /// <summary>Where the heap of a program starts, but for the few literals that Vera adds itself.</summary>
    internal static int HeapStartOf(string source) => LiteralBytes.Of(source) + VeraLimits.FixedBytes;

    /// <summary>The literal that moves the heap of a program to where all start; negative if it lies behind.</summary>
    internal static int PaddingOf(string source) => VeraLimits.LiteralBytes - LiteralBytes.Of(source);

    /// <summary>Adds a case, which <see cref="VeraSupport.WhyNot"/> has no objection to.</summary>
    /// <param name="stressCase">A valid case.</param>
    /// <param name="entry">The name of its public function.</param>
    /// <param name="prefix">What the names of its other functions begin with.</param>
    public void Add(StressCase stressCase, string entry, string prefix)
    {
        var names = new CaseNames(prefix);
        var frames = new FrameTree(stressCase.Ops);
        var state = StateSource.TypeOf(stressCase);
        var eager = stressCase.Schedule is CollectionSchedule.Eager;
        var start = heapStart + stressCase.Tables.Start;
        var writer = new CaseSource(module, names, start, frames, state)
        {
            ChurnScale = eager ? 1 : VeraLimits.ChurnScale,
        };
        var (scope, given, body) = (new SlotScope(), stressCase.Arguments, new StringBuilder());
        var parameters = Parameters(stressCase, given, scope);
        string[] passed = [.. Enumerable.Range(0, given).Select(scope.Reference)];
        Prepare(stressCase.Heap, start, scope, body);
        writer.Body(frames.Steps, given, null, scope, body, "  ");
        if (state is null)
        {
            module.Add(SourceModule.Public(entry, parameters, body.ToString()));
            return;
        }

        var (run, type) = (names.Next("run"), module.TypeOf(state));
        module.Add(SourceModule.Function(run, parameters, "Unit", body.ToString(), $"<IO, State<{type}>>"));
        var initial = writer.Constant(Defaults.Of(state));
        var call = $"{run}({string.Join(", ", passed)})";
        module.Add(SourceModule.Public(entry, parameters, StateSource.Handler(type, initial, call)));
    }

    /// <summary>The types of the parameters, which are the first locals.</summary>
    private string[] Parameters(StressCase stressCase, int count, SlotScope scope)
    {
        var types = new string[count];
        for (var i = 0; i < count; i++)
        {
            var type = stressCase.Ops[i].Operand!.Type;
            scope.Push(type, i);
            types[i] = module.TypeOf(type);
        }

        return types;
    }

    /// <summary>Adds a literal, so that the heap starts later by its size in bytes.</summary>
    public void Pad(int bytes)
    {
        module.Add(SourceModule.Function(
            "padding", [], "String", "  " + SourceLiterals.Text(new string('~', bytes))));
        TakeRoom();
    }

    /// <summary>Programs that use nothing of the kind have no wrap table, and their heap starts 64 KiB earlier.
    /// </summary>
    public void TakeRoom() =>
        module.Add(SourceModule.Function("wrapped", [], "Decimal", "  decimal_from_int(0)"));

    public override string ToString() => module.ToString();

    /// <summary>The granule at which a case's own blocks begin, behind those that prepare the heap.</summary>
    public static int FirstGranule(HeapState heap, int heapStart) => heap switch
    {
        HeapState.Full => Room(heapStart) / 8,
        HeapState.AlmostFull => (Room(heapStart) - VeraLimits.AlmostFullSlack) / 8,
        HeapState.Fragmented => VeraLimits.FragmentsGranules,
        _ => 0,
    };

    /// <summary>The bytes from the heap's start to the end of the page after the one that it starts in.</summary>
    private static int Room(int heapStart) =>
        ((2 * VeraLimits.PageBytes) - (heapStart % VeraLimits.PageBytes)) & ~7;

    /// <summary>Brings the heap into the state that the case begins with, before its first allocation.</summary>
    private void Prepare(HeapState heap, int start, SlotScope scope, StringBuilder body)
    {
        switch (heap)
        {
            case HeapState.Full or HeapState.AlmostFull:
                var slack = heap == HeapState.Full ? 0 : VeraLimits.AlmostFullSlack;
                var bytes = Room(start) - slack - 8;
                body.Append(CultureInfo.InvariantCulture, $"  let @String = string_repeat(\"x\", {bytes});\n");
                scope.Push(VeraType.String, SlotScope.Nothing);
                break;
            case HeapState.Fragmented:
                var fragments = new Helpers(module).Fragments();
                body.Append(CultureInfo.InvariantCulture, $"  let @Array<String> = {fragments}(200);\n");
                scope.Push(VeraType.Array(VeraType.String), SlotScope.Nothing);
                break;
        }
    }
}
