using Wasmtime;

namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>Values of the engine as plain words, and back.</summary>
internal static class Words
{
    public static char Letter(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => 'i',
        ValueKind.Int64 => 'l',
        ValueKind.Float64 => 'd',
        _ => 'x',
    };

    /// <summary>A host function as the engine calls it; values are read by the types of their places.</summary>
    public static Function.UntypedCallbackDelegate Caller(
        HostCall call, IReadOnlyList<ValueKind> parameters, IReadOnlyList<ValueKind> kinds) =>
        (_, arguments, results) => Pass(call, parameters, arguments, kinds, results);

    /// <summary>An i32 as a word.</summary>
    public static long Word(int value) => unchecked((uint)value);

    /// <summary>The one i32 that a host function answers.</summary>
    public static int Answer(HostCall call, ReadOnlySpan<long> given)
    {
        var answer = 0L;
        call(given, new Span<long>(ref answer));
        return unchecked((int)answer);
    }

    public static ValueBox Box(ValueKind kind, long bits) => kind switch
    {
        // Each arm is a box: left to themselves, all three would be doubles, which have not all bits of an i64.
        ValueKind.Int32 => (ValueBox)unchecked((int)bits),
        ValueKind.Int64 => (ValueBox)bits,
        ValueKind.Float64 => (ValueBox)BitConverter.Int64BitsToDouble(bits),
        _ => throw new WasmException($"a value of type {kind} cannot be passed"),
    };

    /// <summary>What a call returned, as words.</summary>
    public static long[] Of(object? returned) => returned switch
    {
        null => [],
        object[] several => [.. several.Select(One)],
        _ => [One(returned)],
    };

    private static void Pass(
        HostCall call,
        IReadOnlyList<ValueKind> parameters,
        ReadOnlySpan<ValueBox> arguments,
        IReadOnlyList<ValueKind> kinds,
        Span<ValueBox> results)
    {
        Span<long> given = stackalloc long[arguments.Length];
        Span<long> answers = stackalloc long[results.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            given[i] = Bits(parameters[i], arguments[i]);
        }

        answers.Clear();
        call(given, answers);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Box(kinds[i], answers[i]);
        }
    }

    private static long One(object value) => value switch
    {
        int i => Word(i),
        long l => l,
        double d => BitConverter.DoubleToInt64Bits(d),
        _ => throw new WasmException($"a result of type {value.GetType().Name} cannot be read"),
    };

    private static long Bits(ValueKind kind, ValueBox value) => kind switch
    {
        ValueKind.Int32 => Word(value.AsInt32()),
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.Float64 => BitConverter.DoubleToInt64Bits(value.AsDouble()),
        _ => 0,
    };
}
