using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Keys that a container was given, newest first; versions share what they have in common.</summary>
internal sealed record KeyChain(Expr Key, KeyChain? Rest);

/// <summary>What the drawing knows of a local.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Keys">For a container: keys that went in and can be named again.</param>
/// <param name="Tag">For an ADT value: its constructor, or -1.</param>
/// <param name="Superseded">For a container: whether a newer version was made of it.</param>
internal readonly record struct Known(VeraType Type, KeyChain? Keys, int Tag, bool Superseded);

/// <summary>The locals of a case while it is drawn: their types, and which of them the next op can name.</summary>
internal sealed class Scope
{
    private readonly List<Known> locals = [];

    /// <summary>Visible locals of every open frame, one run after the other; the last run counts.</summary>
    private readonly List<int> visible = [];

    private readonly Stack<int> starts = new();

    private int start;

    public int Depth => starts.Count;

    public ReadOnlySpan<int> Visible => CollectionsMarshal.AsSpan(visible)[start..];

    public Known this[int local] => locals[local];

    /// <summary>How many locals there are: the number of the next one.</summary>
    public int Count => locals.Count;

    public int Bind(VeraType type, KeyChain? keys = null, int tag = -1)
    {
        locals.Add(new(type, keys, tag, Superseded: false));
        visible.Add(locals.Count - 1);
        return locals.Count - 1;
    }

    /// <summary>A newer version of the container exists.</summary>
    public void Supersede(int local) => locals[local] = locals[local] with { Superseded = true };

    /// <summary>Opens a callee's frame: it sees what its caller sees.</summary>
    public void Enter()
    {
        starts.Push(start);
        var outer = start;
        start = visible.Count;
        for (var i = outer; i < start; i++)
        {
            visible.Add(visible[i]);
        }
    }

    /// <summary>A tail call: only its arguments stay visible.</summary>
    public void Keep(ImmutableArray<int> arguments)
    {
        visible.RemoveRange(start, visible.Count - start);
        visible.AddRange(arguments);
    }

    /// <summary>Closes the innermost frame: the caller sees what it saw before.</summary>
    public void Leave()
    {
        visible.RemoveRange(start, visible.Count - start);
        start = starts.Pop();
    }

    /// <summary>The newest visible local from a number on that the test accepts, or -1.</summary>
    public int Newest(int from, Func<Known, bool> accepts)
    {
        var seen = Visible;
        for (var i = seen.Length - 1; i >= 0; i--)
        {
            if (seen[i] >= from && accepts(locals[seen[i]]))
            {
                return seen[i];
            }
        }

        return -1;
    }

    /// <summary>A visible local of the type, or -1; the newest one half of the time.</summary>
    public int Pick(Draw draw, VeraType type)
    {
        var seen = Visible;
        int newest = -1, found = 0;
        foreach (var local in seen)
        {
            if (locals[local].Type == type)
            {
                newest = local;
                found++;
            }
        }

        if (found < 2 || draw.Chance(50))
        {
            return newest;
        }

        var wanted = draw.Below(found);
        foreach (var local in seen)
        {
            if (locals[local].Type == type && wanted-- == 0)
            {
                return local;
            }
        }

        return newest;
    }

    /// <summary>A visible local that the test accepts, or -1: the first one from a drawn place on.</summary>
    public int Pick(Draw draw, Func<Known, bool> accepts)
    {
        var seen = Visible;
        if (seen.IsEmpty)
        {
            return -1;
        }

        var first = draw.Below(seen.Length);
        for (var i = 0; i < seen.Length; i++)
        {
            var local = seen[(first + i) % seen.Length];
            if (accepts(locals[local]))
            {
                return local;
            }
        }

        return -1;
    }
}
