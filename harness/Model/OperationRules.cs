using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Model;

/// <summary>What one operation means.</summary>
/// <param name="model">Who evaluates.</param>
/// <param name="type">The type of the result.</param>
/// <param name="operands">The values of the operands.</param>
internal delegate ModelValue OperationRule(ModelEvaluator model, VeraType type, ReadOnlySpan<ModelValue> operands);

/// <summary>What operations mean to the model: one rule for each.</summary>
internal static class OperationRules
{
    private static readonly Dictionary<Operation, OperationRule> Containers = new()
    {
        [ContainerOperations.SetAdd] = (model, _, o) => Container(o[0]).Insert(model.Bounded(o[1]), null),
        [ContainerOperations.MapInsert] = (model, _, o) =>
            Container(o[0]).Insert(model.Bounded(o[1]), model.Bounded(o[2])),
        [ContainerOperations.SetRemove] = Remove,
        [ContainerOperations.MapRemove] = Remove,
        [ContainerOperations.MapGet] = (model, type, o) =>
            Container(o[0]).Get(model.Bounded(o[1])) is { } found
                ? new ModelValue.Construct(type, 1, [found])
                : new ModelValue.Construct(type, 0, []),
        [ContainerOperations.SetContains] = Contains,
        [ContainerOperations.MapContains] = Contains,
        [ContainerOperations.SetToArray] = (_, _, o) => Column(o[0], entry => entry.Key),
        [ContainerOperations.MapKeys] = (_, _, o) => Column(o[0], entry => entry.Key),
        [ContainerOperations.MapValues] = (_, _, o) => Column(o[0], entry => entry.Value!),
        [ContainerOperations.SetSize] = Size,
        [ContainerOperations.MapSize] = Size,
    };

    private static readonly Dictionary<Operation, OperationRule> Closures = new()
    {
        [ClosureOperations.ApplyFn] = (model, _, o) => model.Apply((ModelValue.Closure)o[0], new(0)),
        [ClosureOperations.ApplyTo] =
            (model, _, o) => model.Apply((ModelValue.Closure)o[0], (ModelValue.Scalar)o[1]),
    };

    /// <summary>The rows that say themselves what they mean.</summary>
    private static IEnumerable<KeyValuePair<Operation, OperationRule>> Rows =>
        OperationCatalogue.All.Where(row => row.Meaning is not null).Select(row => KeyValuePair.Create(
            row, (OperationRule)((_, type, o) => ModelPlain.Apply(row, type, o))));

    /// <summary>The rule of every operation.</summary>
    public static OperationTable<OperationRule> Of { get; } =
        new("the model", [.. Containers, .. Closures, .. Rows]);

    private static ModelValue.Container Container(ModelValue value) => (ModelValue.Container)value;

    private static ModelValue.Container Remove(ModelEvaluator model, VeraType type, ReadOnlySpan<ModelValue> o) =>
        Container(o[0]).Remove(model.Bounded(o[1]));

    private static ModelValue.Scalar Contains(ModelEvaluator model, VeraType type, ReadOnlySpan<ModelValue> o) =>
        new(Container(o[0]).Contains(model.Bounded(o[1])) ? 1 : 0);

    private static ModelValue.Scalar Size(ModelEvaluator model, VeraType type, ReadOnlySpan<ModelValue> o) =>
        new(Container(o[0]).Count);

    private static ModelValue.Array Column(ModelValue container, Func<Entry, ModelValue> of)
    {
        var entries = Container(container).Entries;
        var items = entries.IsEmpty ? [] : new ModelValue[entries.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = of(entries[i]);
        }

        return ModelValue.Array.Of(items);
    }
}
