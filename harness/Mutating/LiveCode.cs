using System.Collections.Frozen;
using System.Globalization;

namespace Vera.GcStress.Mutating;

/// <summary>
/// The parts of a WebAssembly text that can run where some globals are known: a slip in another part changes nothing.
/// </summary>
/// <remarks>
/// What is exported can run, and what such functions call; but not the arm of a condition that is known to be false,
/// nor what follows a return. What is not known may be anything.
/// </remarks>
public sealed class LiveCode
{
    private static readonly FrozenSet<string> Ends = FrozenSet.Create("return", "br", "unreachable");
    private static readonly FrozenSet<string> Sequences = FrozenSet.Create("func", "then", "else", "block", "loop");

    private readonly IReadOnlyDictionary<string, long> globals;
    private readonly Dictionary<string, TextNode> functions = [];
    private readonly Queue<TextNode> waiting = new();
    private readonly HashSet<int> live = [];

    /// <param name="text">The module's text, whole parentheses.</param>
    /// <param name="globals">What is known, by the globals' names.</param>
    public LiveCode(string text, IReadOnlyDictionary<string, long> globals)
    {
        this.globals = globals;
        foreach (var function in TextNode.Read(text).SelectMany(node => node.All).Where(node => node.Head == "func"))
        {
            if (function.Parts is [{ Parts: null, Head: ['$', ..] name }, ..])
            {
                functions[name] = function;
            }

            if (function.Nested.Any(part => part.Head == "export"))
            {
                waiting.Enqueue(function);
            }
        }

        while (waiting.TryDequeue(out var function))
        {
            Run(function);
        }
    }

    /// <summary>Whether what begins at a place of the text can run.</summary>
    public bool Has(int start) => live.Contains(start);

    /// <summary>What a condition is known to be, or null.</summary>
    internal long? Known(TextNode node) => node.Head switch
    {
        "global.get" when node.Parts is [{ Head: var name }] && globals.TryGetValue(name, out var value) => value,
        "i32.const" when node.Parts is [{ Head: var number }]
            && long.TryParse(number, CultureInfo.InvariantCulture, out var value) => value,
        "i32.eqz" when Known(node.Nested.First()) is { } value => value == 0 ? 1 : 0,
        "i32.and" when node.Nested.Any(part => Known(part) == 0) => 0,
        _ => null,
    };

    /// <summary>Takes note of a node that can run, and of what runs with it.</summary>
    private void Run(TextNode node)
    {
        if (!live.Add(node.Start))
        {
            return;
        }

        if (node is { Head: "call", Parts: [{ Head: var name }, ..] } && functions.TryGetValue(name, out var called))
        {
            waiting.Enqueue(called);
        }

        var known = node.Head == "if" ? Known(Tested(node)!) : null;
        foreach (var part in node.Nested)
        {
            if (!(known == 0 && part.Head == "then") && !(known is not (null or 0) && part.Head == "else"))
            {
                Run(part);
            }

            if (Sequences.Contains(node.Head) && IsEnd(part))
            {
                return;
            }
        }
    }

    private bool IsEnd(TextNode node) => Ends.Contains(node.Head)
        || (node.Head == "if" && Known(Tested(node)!) is not (null or 0)
            && node.Nested.First(part => part.Head == "then").Nested.Any(IsEnd));

    /// <summary>What an `if` tests; null of anything else.</summary>
    internal static TextNode? Tested(TextNode node) => node.Head != "if" ? null
        : node.Nested.FirstOrDefault(part => part.Head is not ("result" or "then" or "else"));
}
