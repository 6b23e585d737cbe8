using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>How a type travels through the <c>vera</c> imports: the letter in <c>set_add$eX</c>.</summary>
/// <remarks>
/// i, f, s and b are Vera's. Vera has no letter for arrays and refuses them as
/// elements; <see cref="A"/> is ours, so that arrays can be tested as elements too.
/// </remarks>
public enum SlotTag
{
    /// <summary>i64: Int, Nat.</summary>
    I,

    /// <summary>f64: Float64.</summary>
    F,

    /// <summary>Two i32: String.</summary>
    S,

    /// <summary>One i32: Bool, Byte and every pointer.</summary>
    B,

    /// <summary>Two i32: Array.</summary>
    A,
}

/// <summary>A value as WASM passes it: 64 bits, or a pointer (or small number) and for a pair its length.</summary>
/// <param name="Bits">The i64 or f64 bits, or the i32 zero-extended.</param>
/// <param name="Length">Bytes of a string, items of an array; otherwise 0.</param>
public readonly record struct Slot(long Bits, int Length = 0)
{
    /// <summary>The pointer of a pointer or pair slot. Any 32-bit pattern: unchecked guest data.</summary>
    public uint Pointer => unchecked((uint)Bits);
}

/// <summary>Sizes and letters that follow from a type's slot shape.</summary>
public static class SlotShapes
{
    public static SlotTag TagOf(VeraType type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Nat => SlotTag.I,
        TypeKind.Float64 => SlotTag.F,
        TypeKind.String => SlotTag.S,
        TypeKind.Array => SlotTag.A,
        _ => SlotTag.B,
    };

    public static char Letter(SlotTag tag) => "ifsba"[(int)tag];

    /// <summary>Whether a slot takes two values on the WASM stack.</summary>
    public static bool IsPair(SlotTag tag) => tag is SlotTag.S or SlotTag.A;

    /// <summary>Bytes of an array element: Bool and Byte take one.</summary>
    public static int ElementBytes(SlotShape shape) => shape switch
    {
        SlotShape.Word => 1,
        SlotShape.Pointer => 4,
        _ => 8,
    };

    /// <summary>Bytes of a field in an ADT or closure block.</summary>
    public static int FieldBytes(SlotShape shape) => shape is SlotShape.Word or SlotShape.Pointer ? 4 : 8;

    /// <summary>Alignment of a field in an ADT or closure block: pairs align to 4.</summary>
    public static int FieldAlignment(SlotShape shape) => shape is SlotShape.I64 or SlotShape.F64 ? 8 : 4;
}
