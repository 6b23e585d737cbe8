using FsCheck.Xunit;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Xunit;
using static Vera.GcStress.Properties.Model.ModelRun;

namespace Vera.GcStress.Properties.Model;

public class ContainerTests
{
    private const int KeyCount = 24;

    /// <summary>Families of keys; in each, keys with the same token are equal in Vera.</summary>
    private static readonly (VeraType Type, Func<int, ModelValue> Key, Func<int, int> Token)[] Families =
    [
        (VeraType.Int, i => new ModelValue.Scalar(i / 2), i => i / 2),
        (VeraType.Float64, i => Float(i), i => i < 8 ? i / 4 : i),
        (VeraType.String, i => new ModelValue.Text($"k{i / 3}"), i => i / 3),
        (VeraType.Json, _ => new ModelValue.Construct(VeraType.Json, 0, []), i => i),
    ];

    /// <summary>
    /// Each step takes any version and makes a new one; in the end all are compared with plain lists.
    /// </summary>
    [Property]
    public void No_version_of_a_container_ever_changes(
        byte family, bool isMap, (byte From, byte Key, bool Removes)[] steps)
    {
        var (type, makeKey, token) = Families[family % Families.Length];
        ModelValue[] keys = [.. Enumerable.Range(0, KeyCount).Select(makeKey)];
        var versions = new List<(ModelValue.Container Made, List<(int Key, ModelValue? Value)> Plain)>
        {
            (new(new EntryLog(Sameness.Of(type)), 0), []),
        };
        foreach (var step in steps)
        {
            // Mostly the newest versions, so that chains grow long and old ones are still touched.
            var (made, plain) = versions[Math.Max(0, versions.Count - 1 - (step.From % 8 == 7 ? step.From : 0))];
            var key = step.Key % KeyCount;
            var value = isMap ? new ModelValue.Scalar(versions.Count) : null;
            versions.Add(step.Removes && step.Key % 4 == 0
                ? (made.Remove(keys[key]), Removed(plain, key, token))
                : (made.Insert(keys[key], value), Inserted(plain, key, value, token)));
        }

        Assert.All(versions, v => AssertSame(v.Made, v.Plain, keys, token));
    }

    [Property]
    public void A_fold_is_its_insertions_one_by_one(byte count, bool isMap, byte before)
    {
        var type = isMap ? VeraType.Map(VeraType.Byte, VeraType.Int) : VeraType.Set(VeraType.Byte);
        Expr start = new Expr.Fold(Defaults.Of(type), before, new Expr.Turn(VeraType.Byte), ValueOf(-1));
        var steps = new List<Op> { new Op.Let(0, start) };
        var folded = new Expr.Fold(
            Local(0), count, new Expr.Turn(VeraType.Byte), isMap ? new Expr.Turn(VeraType.Int) : null);
        for (var turn = 0; turn < count; turn++)
        {
            var key = new Expr.Byte((byte)(turn & 255));
            steps.Add(new Op.Let(turn + 1, ContainerExprs.Insert(Local(turn), key, ValueOf(turn))));
        }

        var seen = Observe([.. steps, new Op.Observe(folded), new Op.Observe(Local(count)), new Op.Observe(Local(0))]);
        Assert.Equal(seen[1], seen[0]);
        Assert.Equal(Observe(start), seen[2]);

        Expr Local(int id) => new Expr.Local(id, type);
        Expr? ValueOf(int value) => isMap ? new Expr.Int(value) : null;
    }

    private static ModelValue.Scalar Float(int i) => new(i switch
    {
        < 4 => BitConverter.DoubleToInt64Bits(i % 2 == 0 ? 0.0 : -0.0),
        < 8 => 0x7FF8000000000000 + i,
        _ => BitConverter.DoubleToInt64Bits(i / 4.0),
    });

    private static List<(int Key, ModelValue? Value)> Removed(
        List<(int Key, ModelValue? Value)> plain, int key, Func<int, int> token) =>
        [.. plain.Where(e => token(e.Key) != token(key))];

    private static List<(int Key, ModelValue? Value)> Inserted(
        List<(int Key, ModelValue? Value)> plain, int key, ModelValue? value, Func<int, int> token) =>
        plain.Exists(e => token(e.Key) == token(key))
            ? [.. plain.Select(e => token(e.Key) == token(key) ? (e.Key, value) : e)]
            : [.. plain, (key, value)];

    private static void AssertSame(
        ModelValue.Container made, List<(int Key, ModelValue? Value)> plain, ModelValue[] keys, Func<int, int> token)
    {
        Assert.Equal(plain.Count, made.Count);
        for (var i = 0; i < plain.Count; i++)
        {
            Assert.Same(keys[plain[i].Key], made.Entries[i].Key);
            Assert.Same(plain[i].Value, made.Entries[i].Value);
        }

        for (var key = 0; key < keys.Length; key++)
        {
            Assert.Equal(plain.Exists(e => token(e.Key) == token(key)), made.Contains(keys[key]));
        }
    }
}
