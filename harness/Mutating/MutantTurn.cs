namespace Vera.GcStress.Mutating;

/// <summary>When a mutant's change takes part in a run.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Condition">An expression of the text: 0 where the change takes no part. Null: it always does.</param>
public sealed record MutantTurn(string Name, string? Condition)
{
    /// <summary>The local that the condition tells of; null: it tells of something else.</summary>
    public string? Local { get; init; }

    /// <summary>Whenever the change's place is reached.</summary>
    public static MutantTurn Always { get; } = new("always", null);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>When slips take part in functions that have a local of one name: where its value is a rare one.</summary>
/// <param name="Local">The local's name, with its dollar sign.</param>
/// <param name="Name">Of the turn.</param>
/// <param name="Condition">The local's value is <c>{0}</c>.</param>
public sealed record LocalTurn(string Local, string Name, string Condition)
{
    private const string Value = "{0}";

    /// <summary>Another local that such a function has; null: any function will do.</summary>
    public string? Beside { get; init; }

    /// <summary>The turn.</summary>
    public MutantTurn Turn => new(
        Name, Condition.Replace(Value, $"(local.get {Local})", StringComparison.Ordinal))
    {
        Local = Local,
    };
}
