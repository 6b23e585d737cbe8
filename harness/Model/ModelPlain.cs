using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Model;

/// <summary>A value of the model as operations see it.</summary>
/// <param name="value">The value.</param>
/// <param name="limit">Of the operation that reads it.</param>
/// <param name="depth">How deep it lies in an operand.</param>
internal sealed class ModelPlain(ModelValue value, ReadingLimit limit, int depth) : Plain
{
    public override long Bits => ((ModelValue.Scalar)value).Bits;

    public override string Text
    {
        get
        {
            var text = ((ModelValue.Text)value).Value;
            limit.Text(text.Length);
            return text;
        }
    }

    public override decimal Number => ((ModelValue.Decimal)value).Value;

    public override int Tag => ((ModelValue.Construct)value).Tag;

    public override int Count => value switch
    {
        ModelValue.Array array => array.Items.Length,
        ModelValue.Construct construct => construct.Fields.Length,
        _ => ((ModelValue.Container)value).Count,
    };

    public override Plain this[int place] => Part(value switch
    {
        ModelValue.Array array => array.Items[place],
        ModelValue.Construct construct => construct.Fields[place],
        _ => ((ModelValue.Container)value).Entries[place].Value!,
    });

    public override Plain KeyAt(int place) => Part(((ModelValue.Container)value).Entries[place].Key);

    public override bool Has(Plain element) => ((ModelValue.Container)value).Contains(((ModelPlain)element).Value);

    public override Plain? Find(Plain key) =>
        ((ModelValue.Container)value).Get(((ModelPlain)key).Value) is { } found ? Part(found) : null;

    /// <summary>What an operation gives for operands, as a value of the model.</summary>
    /// <exception cref="ModelLimitException">It gives nothing that a case could have.</exception>
    public static ModelValue Apply(Operation operation, VeraType type, ReadOnlySpan<ModelValue> operands)
    {
        var limit = new ReadingLimit(
            ModelLimits.ValuesInText,
            ModelLimits.ValueDepth,
            ModelLimits.TextBytes,
            static what => new ModelLimitException(what));
        var plain = new Plain[operands.Length];
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = new ModelPlain(operands[i], limit, 0);
        }

        return ValueOf(type, operation.Apply(plain)
            ?? throw new ModelLimitException($"{operation.Name} gives no value that a case has"));
    }

    private static ModelValue ValueOf(VeraType type, Made made) => made switch
    {
        Made.Same same => ((ModelPlain)same.Value).Value,
        Made.Scalar scalar => new ModelValue.Scalar(scalar.Bits),
        Made.Text text => new ModelValue.Text(text.Value),
        Made.Number number => new ModelValue.Decimal(number.Value),
        Made.Items items => ModelValue.Array.Of(All(items.Values, _ => type.First)),
        Made.Entries entries => Map(type, entries.Parts),
        Made.Construct construct => new ModelValue.Construct(type, construct.Tag, All(
            construct.Fields, field => type.Constructors[construct.Tag].Fields[field])),
        _ => throw new UnreachableException($"the model has no value for {made.GetType()}"),
    };

    private ModelValue Value => value;

    private ModelPlain Part(ModelValue part) => new(part, limit, limit.Into(depth));

    private static ModelValue.Container Map(VeraType type, ImmutableArray<Made> parts)
    {
        var log = new EntryLog(Sameness.Of(type.First));
        for (var i = 0; i < parts.Length; i += 2)
        {
            log.Put(ValueOf(type.First, parts[i]), ValueOf(type.Second, parts[i + 1]));
        }

        return new(log, log.Entries.Length);
    }

    private static ModelValue[] All(ImmutableArray<Made> parts, Func<int, VeraType> types)
    {
        var values = parts.IsEmpty ? [] : new ModelValue[parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(types(i), parts[i]);
        }

        return values;
    }
}
