using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Model;

/// <content>Functions that are applied to the items of an array.</content>
internal sealed partial class ModelEvaluator
{
    private ModelValue Applied(Expr.Applied applied)
    {
        var all = ((ModelValue.Array)Evaluate(applied.Of)).Items;
        var items = all.AsSpan(0, Math.Min(all.Length, applied.Count));
        var made = applied.Start is { } start ? Evaluate(start) : null;
        var each = new List<ModelValue>();
        var keys = new List<ModelValue>();
        foreach (var item in items)
        {
            var value = made is null ? Under([item], applied.Body) : Under([made, item], applied.Body);
            var holds = applied.Form is not (AppliedForm.Each or AppliedForm.Reduce or AppliedForm.Sort)
                && ((ModelValue.Scalar)value).Bits != 0;
            switch (applied.Form)
            {
                case AppliedForm.Each:
                    each.Add(value);
                    break;
                case AppliedForm.Reduce:
                    made = value;
                    break;
                case AppliedForm.Keep when holds:
                    each.Add(item);
                    break;
                case AppliedForm.Sort:
                    keys.Add(value);
                    break;
                case AppliedForm.First when holds:
                    return new ModelValue.Construct(applied.Type, 1, [item]);
                case AppliedForm.Some when holds:
                    return value;
                case AppliedForm.Every when !holds:
                    return value;
            }
        }

        return applied.Form switch
        {
            AppliedForm.Each or AppliedForm.Keep => ModelValue.Array.Of([.. each]),
            AppliedForm.Sort => Sorted(items, keys),
            AppliedForm.Reduce => made!,
            AppliedForm.First => new ModelValue.Construct(applied.Type, 0, []),
            _ => new ModelValue.Scalar(applied.Form == AppliedForm.Every ? 1 : 0),
        };
    }

    /// <summary>Strings in the order of their bytes; items with equal keys stay as they were.</summary>
    private static ModelValue.Array Sorted(ReadOnlySpan<ModelValue> items, List<ModelValue> keys)
    {
        var places = Enumerable.Range(0, items.Length)
            .OrderBy(place => keys[place], Comparer<ModelValue>.Create(Compare))
            .ToArray();
        var sorted = new ModelValue[items.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = items[places[i]];
        }

        return ModelValue.Array.Of(sorted);
    }

    private static int Compare(ModelValue one, ModelValue other) => one is ModelValue.Text text
        ? ByteText.Compare(text.Value, ((ModelValue.Text)other).Value)
        : ((ModelValue.Scalar)one).Bits.CompareTo(((ModelValue.Scalar)other).Bits);
}
