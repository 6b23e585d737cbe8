using System.Collections.Frozen;

namespace Vera.GcStress.Programs.Operations;

/// <summary>What a stage has for each operation: a table without a gap.</summary>
/// <typeparam name="T">What it has.</typeparam>
public sealed class OperationTable<T>
{
    private readonly string stage;
    private readonly FrozenDictionary<Operation, T> rows;

    /// <param name="stage">Whose table this is, for messages.</param>
    /// <param name="rows">One for every operation of the catalogue.</param>
    /// <exception cref="ArgumentException">An operation has no row.</exception>
    public OperationTable(string stage, IEnumerable<KeyValuePair<Operation, T>> rows)
    {
        this.stage = stage;
        this.rows = rows.ToFrozenDictionary();
        var missing = OperationCatalogue.All.Where(operation => !this.rows.ContainsKey(operation)).ToArray();
        if (missing.Length > 0)
        {
            throw new ArgumentException($"{stage} has no rule for {string.Join(", ", missing.AsEnumerable())}");
        }
    }

    /// <summary>What the stage has for an operation.</summary>
    /// <exception cref="ArgumentException">The operation is not in the catalogue.</exception>
    public T this[Operation operation] =>
        rows.TryGetValue(operation, out var rule)
            ? rule
            : throw new ArgumentException($"{stage} has no rule for {operation}");
}
