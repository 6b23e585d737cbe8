namespace Vera.GcStress.Programs.Repair;

/// <summary>Which locals an op may name: bound before, and hidden by no return and no tail call.</summary>
/// <remarks>Locals are numbered 0, 1, 2 ... as they are bound; asking about one takes constant time.</remarks>
internal sealed class LocalScope
{
    private readonly List<(VeraType Type, int Place)> locals = new(32);
    private readonly List<(int Local, int PlaceBefore)> stack = new(32);
    private readonly List<(int Start, int Floor)> frames = [];

    // What lies below the floor was hidden by a tail call.
    private int floor;

    public int Count => locals.Count;

    public int Depth => frames.Count;

    public bool IsVisible(int local) => local >= 0 && local < locals.Count && locals[local].Place >= floor;

    public VeraType TypeOf(int local) => locals[local].Type;

    /// <summary>Binds the next local and returns its number.</summary>
    public int Bind(VeraType type)
    {
        locals.Add((type, -1));
        Push(locals.Count - 1);
        return locals.Count - 1;
    }

    /// <summary>Opens a callee's frame; all that is visible stays so.</summary>
    public void Open() => frames.Add((stack.Count, floor));

    /// <summary>Closes the innermost frame: its locals go, and what a tail call hid comes back.</summary>
    public void Close()
    {
        var (start, floorBefore) = frames[^1];
        frames.RemoveAt(frames.Count - 1);
        PopTo(start);
        floor = floorBefore;
    }

    /// <summary>Hides all but these distinct locals until the innermost frame closes.</summary>
    public void Keep(ReadOnlySpan<int> arguments)
    {
        var start = frames[^1].Start;
        PopTo(start);
        foreach (var argument in arguments)
        {
            Push(argument);
        }

        floor = start;
    }

    /// <summary>A visible local of a type (of any, if null), chosen by any number; -1 if there is none.</summary>
    public int Pick(int number, VeraType? type)
    {
        var count = 0;
        for (var i = floor; i < stack.Count; i++)
        {
            count += Fits(i, type) ? 1 : 0;
        }

        if (count == 0)
        {
            return -1;
        }

        var left = ((number % count) + count) % count;
        for (var i = floor; ; i++)
        {
            if (Fits(i, type) && left-- == 0)
            {
                return stack[i].Local;
            }
        }
    }

    /// <summary>The local that the innermost frame bound or was given last; -1 if there is none.</summary>
    public int Newest() => stack.Count > frames[^1].Start ? stack[^1].Local : -1;

    private bool Fits(int place, VeraType? type) => type is null || locals[stack[place].Local].Type == type;

    private void Push(int local)
    {
        var (type, before) = locals[local];
        stack.Add((local, before));
        locals[local] = (type, stack.Count - 1);
    }

    private void PopTo(int start)
    {
        for (var i = stack.Count - 1; i >= start; i--)
        {
            var (local, before) = stack[i];
            locals[local] = (locals[local].Type, before);
        }

        stack.RemoveRange(start, stack.Count - start);
    }
}
