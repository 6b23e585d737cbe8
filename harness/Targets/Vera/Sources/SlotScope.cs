using System.Diagnostics;
using System.Globalization;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// The bindings that are in scope, and how Vera refers to them: <c>@T.n</c>, counted for each spelling.
/// </summary>
/// <remarks>
/// Keys are local numbers; what cases do not name has a negative key, and the newest binding of a key hides older
/// ones. <c>.0</c> is the newest binding of a spelling.
/// </remarks>
internal sealed class SlotScope
{
    /// <summary>The number of a fold's turn.</summary>
    public const int Turn = -1;

    /// <summary>The State cell's value, where code cannot have effects.</summary>
    public const int State = -2;

    /// <summary>The container that a fold builds.</summary>
    public const int Accumulator = -3;

    /// <summary>A value that nothing refers to.</summary>
    public const int Nothing = -4;

    /// <summary>How many calls a recursion has left.</summary>
    public const int Left = -5;

    /// <summary>The array that a function is applied to.</summary>
    public const int Items = -6;

    /// <summary>What a reduction of it begins with.</summary>
    public const int Start = -7;

    /// <summary>The keys of two items that are compared.</summary>
    public const int FirstKey = -8, SecondKey = -9;

    /// <summary>The outermost value that an expression binds; those inside of it have the numbers below.</summary>
    public const int FirstBinder = -10;

    private readonly List<(string Spelling, int Key)> bindings = [];

    /// <summary>What a function returns, to what it promises of that: it has a name of its own, and is not counted.
    /// </summary>
    public (string Spelling, int Key)? Result { get; set; }

    public int Count => bindings.Count;

    public void Push(VeraType type, int key) => Push(TypeNames.Spelling(type), key);

    public void Push(string spelling, int key) => bindings.Add((spelling, key));

    /// <summary>Ends the scope of all but the first <paramref name="count"/> bindings.</summary>
    public void PopTo(int count) => bindings.RemoveRange(count, bindings.Count - count);

    /// <summary>The slot reference that means the newest binding of a key.</summary>
    public string Reference(int key)
    {
        if (Result is { } result && result.Key == key)
        {
            return $"@{result.Spelling}.result";
        }

        var place = bindings.FindLastIndex(b => b.Key == key);
        if (place < 0)
        {
            throw new UnreachableException($"nothing in scope has the key {key}");
        }

        var spelling = bindings[place].Spelling;
        var newer = 0;
        for (var i = place + 1; i < bindings.Count; i++)
        {
            newer += bindings[i].Spelling == spelling ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"@{spelling}.{newer}");
    }
}
