using System.Collections.Immutable;
using System.Text;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on JSON values: what is found in one is handed out as it is.</summary>
public static class JsonOperations
{
    private const int Null = 0, Bool = 1, Number = 2, String = 3, Array = 4, Object = 5;

    private static readonly string[] Kinds = ["null", "bool", "number", "string", "array", "object"];

    private static readonly TypePattern Json = TypeKind.Json;
    private static readonly TypePattern Text = TypeKind.String;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("json_get", 98, [Json, Text], Of(TypeKind.Option, Json), static o => Maybe(Member(o[0], o[1]))),
        new("json_has_field", 98, [Json, Text], TypeKind.Bool, static o => Member(o[0], o[1]) is not null),
        new("json_array_get", 98, [Json, TypeKind.Int], Of(TypeKind.Option, Json), static o => Item(o[0], o[1].Bits))
        {
            Values = OperandValues.Counts,
        },
        new("json_array_length", 98, [Json], TypeKind.Int, static o => o[0].Tag == Array ? o[0][0].Count : 0),
        new("json_keys", 98, [Json], Of(TypeKind.Array, Text), static o => Keys(o[0])),
        new("json_type", 98, [Json], Text, static o => Kinds[o[0].Tag]),
        new("json_stringify", 98, [Json], Text, static o => Written(o[0])),
        .. As("bool", Bool, TypeKind.Bool),
        .. As("number", Number, TypeKind.Float64),
        .. As("string", String, Text),
        .. As("array", Array, Of(TypeKind.Array, Json)),
        new("json_as_object", 119, [Json], Of(TypeKind.Option, Of(TypeKind.Map, Text, Json)),
            static o => Part(o[0], Object)),
        new("json_as_int", 119, [Json], Of(TypeKind.Option, TypeKind.Int), static o => Whole(o[0])),
        new("json_get_int", 119, [Json, Text], Of(TypeKind.Option, TypeKind.Int),
            static o => Member(o[0], o[1]) is { } member ? Whole(member) : Made.None),
    ];

    /// <summary>What a value or a member is, if it is of a kind.</summary>
    private static Operation[] As(string name, int kind, TypePattern type) =>
    [
        new($"json_as_{name}", 119, [Json], Of(TypeKind.Option, type), o => Part(o[0], kind)),
        new($"json_get_{name}", 119, [Json, Text], Of(TypeKind.Option, type),
            o => Member(o[0], o[1]) is { } member ? Part(member, kind) : Made.None),
    ];

    private static Made Maybe(Plain? found) => found is null ? Made.None : Made.Some(found);

    private static Made Part(Plain json, int kind) => json.Tag == kind ? Made.Some(json[0]) : Made.None;

    private static Plain? Member(Plain json, Plain key) => json.Tag == Object ? json[0].Find(key) : null;

    private static Made Item(Plain json, long place) => json.Tag == Array && place >= 0 && place < json[0].Count
        ? Made.Some(json[0][(int)place])
        : Made.None;

    private static Made Keys(Plain json) => Made.Array(json.Tag != Object ? [] : Enumerable.Range(0, json[0].Count)
        .Select(place => (Made)json[0].KeyAt(place)));

    /// <summary>Towards zero; beyond 64 bits there is none.</summary>
    private static Made Whole(Plain json) =>
        json.Tag == Number && json[0].Float is >= -9223372036854775808.0 and < 9223372036854775808.0
            ? Made.Some((long)json[0].Float)
            : Made.None;

    /// <summary>As Python's json writes it. Numbers that it writes in another way than we do give nothing.</summary>
    private static Made? Written(Plain json)
    {
        var into = new StringBuilder();
        return Write(json, into) ? into.ToString() : null;
    }

    private static bool Write(Plain json, StringBuilder into)
    {
        switch (json.Tag)
        {
            case Null:
                into.Append("null");
                return true;
            case Bool:
                into.Append(json[0].Bits != 0 ? "true" : "false");
                return true;
            case Number:
                into.Append(NumeralOperations.Said(json[0].Float));
                return NumeralOperations.Said(json[0].Float) is not null;
            case String:
                JsonStrings.Write(json[0].Text, into);
                return true;
            default:
                return WriteAll(json[0], json.Tag == Object, into);
        }
    }

    private static bool WriteAll(Plain parts, bool hasKeys, StringBuilder into)
    {
        into.Append(hasKeys ? '{' : '[');
        for (var i = 0; i < parts.Count; i++)
        {
            into.Append(i == 0 ? "" : ", ");
            if (hasKeys)
            {
                JsonStrings.Write(parts.KeyAt(i).Text, into);
                into.Append(": ");
            }

            if (into.Length > Operation.TextMax || !Write(parts[i], into))
            {
                return false;
            }
        }

        into.Append(hasKeys ? '}' : ']');
        return true;
    }
}
