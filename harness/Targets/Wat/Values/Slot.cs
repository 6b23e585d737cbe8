namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>A value as WASM passes it: 64 bits, or a pointer (or small number) and for a pair its length.</summary>
/// <param name="Bits">The i64 or f64 bits, or the i32 zero-extended.</param>
/// <param name="Length">Bytes of a string, items of an array; otherwise 0.</param>
public readonly record struct Slot(long Bits, int Length = 0)
{
    /// <summary>The pointer of a pointer or pair slot. Any 32-bit pattern: unchecked guest data.</summary>
    public uint Pointer => unchecked((uint)Bits);
}
