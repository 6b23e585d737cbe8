namespace Vera.GcStress.Programs;

/// <summary>What a slot holds, and how wide it is: in registers, in calls, in blocks and in arrays.</summary>
/// <remarks>
/// The first five travel through imports; containers keep their numbers in guest memory, so they stay as they are.
/// </remarks>
public enum SlotShape : byte
{
    /// <summary>One i64: Int, Nat.</summary>
    I64,

    /// <summary>One f64: Float64.</summary>
    F64,

    /// <summary>Two i32, a pointer and a count of bytes: String.</summary>
    Text,

    /// <summary>One i32: a pointer to a block, or any other word.</summary>
    I32,

    /// <summary>Two i32, a pointer and a count of items: Array.</summary>
    Items,

    /// <summary>One i32 that is never a pointer, and that an array keeps in one byte: Bool, Byte.</summary>
    Byte,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Sizes that follow from a slot's shape.</summary>
public static class SlotShapes
{
    /// <summary>Whether a slot takes two values on the WASM stack.</summary>
    public static bool IsPair(this SlotShape shape) => shape is SlotShape.Text or SlotShape.Items;

    /// <summary>The shape in registers and calls, which do not tell a Bool from a pointer.</summary>
    public static SlotShape Passed(this SlotShape shape) => shape == SlotShape.Byte ? SlotShape.I32 : shape;

    /// <summary>Bytes of an array element.</summary>
    public static int ElementBytes(this SlotShape shape) => shape switch
    {
        SlotShape.Byte => 1,
        SlotShape.I32 => 4,
        _ => 8,
    };

    /// <summary>Bytes of a field in an ADT or closure block.</summary>
    public static int FieldBytes(this SlotShape shape) => shape is SlotShape.Byte or SlotShape.I32 ? 4 : 8;

    /// <summary>Alignment of a field in an ADT or closure block: pairs align to 4.</summary>
    public static int FieldAlignment(this SlotShape shape) => shape is SlotShape.I64 or SlotShape.F64 ? 8 : 4;
}
