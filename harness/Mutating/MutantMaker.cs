using System.Collections.Frozen;

namespace Vera.GcStress.Mutating;

/// <summary>
/// All the small changes to a WebAssembly text that a slip of its author could have made: a comparison with the wrong
/// end, a sum for a difference, a number that is one off, a statement that is missing, a condition that does not count.
/// </summary>
/// <param name="anywhere">When changes take part, in any function.</param>
/// <param name="locals">The same in functions that have a local of a name.</param>
/// <param name="live">What of the text can run; null: all of it.</param>
/// <param name="names">Numbers that the text has names for.</param>
/// <remarks>
/// Left out is what changes nothing: changes to what never runs, to the condition of an `if` that has nothing in its
/// arms, to functions that only counts of features call, and where a local cannot have the value that is waited for.
/// </remarks>
public sealed class MutantMaker(
    IReadOnlyList<MutantTurn> anywhere,
    IReadOnlyList<LocalTurn> locals,
    LiveCode? live = null,
    IReadOnlyDictionary<string, long>? names = null)
{
    private static readonly FrozenDictionary<string, string[]> Slips = new Dictionary<string, string[]>
    {
        ["eq"] = ["ne"],
        ["ne"] = ["eq"],
        ["lt_u"] = ["le_u"],
        ["le_u"] = ["lt_u"],
        ["gt_u"] = ["ge_u"],
        ["ge_u"] = ["gt_u"],
        ["lt_s"] = ["le_s"],
        ["gt_s"] = ["ge_s"],
        ["add"] = ["sub"],
        ["sub"] = ["add"],
        ["and"] = ["or"],
        ["or"] = ["and"],
        ["shl"] = ["shr_u"],
        ["shr_u"] = ["shl"],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Statements = FrozenSet.Create(
        "local.set", "global.set", "i32.store", "i32.store8", "i64.store", "memory.fill", "memory.copy", "call",
        "return", "br", "br_if");

    private const string Counter = ";; seen:";

    private static readonly FrozenSet<string> Bodies = FrozenSet.Create("func", "then", "else", "loop", "block");

    private static readonly FrozenSet<string> Truths = FrozenSet.Create(
        "eq", "ne", "lt_u", "le_u", "gt_u", "ge_u", "lt_s", "le_s", "gt_s", "ge_s");

    /// <summary>In the order of the text. Some may be no valid module: what a call gives is not known here.</summary>
    /// <param name="file">What the text's file is called.</param>
    /// <param name="text">Its text, whole parentheses.</param>
    /// <param name="offset">Where the text begins in the module's.</param>
    public IEnumerable<Mutant> Of(string file, string text, int offset) => ToldApart(
        from function in TextNode.Read(text).SelectMany(node => node.All)
        where function.Head == "func"
        let name = NameOf(function)
        where !IsCounted(name, text)
        let turns = TurnsIn(function)
        let facts = new LocalFacts(function, names ?? FrozenDictionary<string, long>.Empty)
        from node in Effective(function)
        from change in Changes(node, text)
        where live?.Has(offset + change.Of.Start) != false
        from turn in turns
        where facts.Allow(change.Of.Start, turn)
        select new Mutant(file, LineOf(text, change.Of.Start), name, change.Words, turn)
        {
            Start = offset + change.Of.Start,
            End = offset + change.Of.End,
            Replacement = Guarded(change, turn, text),
            Trap = Guarded(change with { To = "(unreachable)" }, turn, text),
        });

    /// <summary>A line may have a number twice: what is changed in the same words has a number of its own.</summary>
    private static IEnumerable<Mutant> ToldApart(IEnumerable<Mutant> mutants)
    {
        var times = new Dictionary<string, int>();
        foreach (var mutant in mutants)
        {
            var name = $"{mutant}";
            times[name] = times.GetValueOrDefault(name) + 1;
            yield return times[name] == 1 ? mutant : mutant with { Change = $"{mutant.Change}, place {times[name]}" };
        }
    }

    /// <summary>Whether a function is called in the lines that count what was seen, and nowhere else.</summary>
    private static bool IsCounted(string name, string text)
    {
        var calls = WithoutRemarks(text)
            .Where(line => line.Contains($"(call {name} ", StringComparison.Ordinal)).ToList();
        return calls.Count > 0
            && calls.TrueForAll(line => line.TrimStart().StartsWith(Counter, StringComparison.Ordinal));
    }

    /// <summary>The lines of a text that say something to the engine.</summary>
    private static IEnumerable<string> WithoutRemarks(string text) => text.Split('\n').Where(line =>
        line.TrimStart() is var said
        && (!said.StartsWith(";;", StringComparison.Ordinal) || said.StartsWith(Counter, StringComparison.Ordinal)));

    /// <summary>The parentheses in one, without those that decide nothing but what is counted.</summary>
    private static IEnumerable<TextNode> Effective(TextNode node) => node.Nested
        .Where(part => part.Head != "if" || part.All.Any(inner => inner.Head is "call")
            || part.Nested.Any(arm => arm.Head is "then" or "else" && arm.Nested.Any()))
        .SelectMany(Effective)
        .Prepend(node);

    private IEnumerable<Change> Changes(TextNode node, string text) =>
        [.. Operators(node, text), .. Numbers(node), .. Conditions(node, text), .. Missing(node, text)];

    private static IEnumerable<Change> Operators(TextNode node, string text)
    {
        if (node.Head.Split('.') is [var type and ("i32" or "i64"), var verb]
            && Slips.TryGetValue(verb, out var others))
        {
            foreach (var other in others)
            {
                var rest = text[(node.Start + 1 + node.Head.Length)..node.End];
                var given = Truths.Contains(verb) ? "i32" : type;
                yield return new(node, $"({type}.{other}{rest}", given, $"{node.Head} became {other}");
            }
        }

        if (node.Head == "i32.eqz")
        {
            var operand = text[(node.Start + 1 + node.Head.Length)..node.End];
            yield return new(node, $"(i32.ne (i32.const 0){operand}", "i32", "eqz became its opposite");
        }
    }

    private static IEnumerable<Change> Numbers(TextNode node)
    {
        if (node is { Head: "i32.const" or "i64.const", Parts: [{ Head: var number }] }
            && long.TryParse(number, out var n))
        {
            foreach (var other in (long[])[n + 1, n - 1])
            {
                yield return new(node, $"({node.Head} {other})", node.Head[..3], $"{n} became {other}");
            }
        }
    }

    private IEnumerable<Change> Conditions(TextNode node, string text)
    {
        if (LiveCode.Tested(node) is not { } tested)
        {
            yield break;
        }

        var known = live?.Known(tested);
        if (known is null or 0)
        {
            yield return new(tested, "(i32.const 1)", "i32", $"{Shown(tested, text)} is always true");
        }

        if (known != 0)
        {
            yield return new(tested, "(i32.const 0)", "i32", $"{Shown(tested, text)} is never true");
        }
    }

    private static IEnumerable<Change> Missing(TextNode node, string text) => Bodies.Contains(node.Head)
        ? node.Nested.Where(part => Statements.Contains(part.Head))
            .Select(part => new Change(part, "(nop)", null, $"{Shown(part, text)} is missing"))
        : [];

    private static string Guarded(Change change, MutantTurn turn, string text)
    {
        if (turn.Condition is not { } condition)
        {
            return change.To;
        }

        var sound = text[change.Of.Start..change.Of.End];
        return change.Type is { } type
            ? $"(if (result {type}) {condition} (then {change.To}) (else {sound}))"
            : $"(if {condition} (then {change.To}) (else {sound}))";
    }

    private IReadOnlyList<MutantTurn> TurnsIn(TextNode function)
    {
        var names = function.Nested
            .Where(part => part is { Head: "param" or "local", Parts: [_, { Head: "i32" }] })
            .Select(part => part.Parts!.Value[0].Head)
            .ToHashSet();
        var present = locals.Where(one =>
            names.Contains(one.Local) && (one.Beside is null || names.Contains(one.Beside)));
        return [.. anywhere, .. present.Select(one => one.Turn)];
    }

    private static string NameOf(TextNode function) =>
        function.Parts is [{ Parts: null, Head: ['$', ..] name }, ..] ? name
        : function.Parts is [{ Head: "export", Parts: [{ Head: var export }] }, ..] ? export.Trim('"')
        : "a function without a name";

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    /// <summary>Its head and its first words, on one line, without comments.</summary>
    private static string Shown(TextNode node, string text)
    {
        const int CharsMax = 44;
        var said = string.Join(' ', text[node.Start..node.End].Split('\n').Select(line => line.Split(";;")[0]));
        var words = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= CharsMax ? words : $"{words[..(CharsMax - 3)]}...";
    }

    /// <param name="Of">What is changed.</param>
    /// <param name="To">What it becomes.</param>
    /// <param name="Type">Of its value; null for a statement.</param>
    /// <param name="Words">The same for people.</param>
    private sealed record Change(TextNode Of, string To, string? Type, string Words);
}
