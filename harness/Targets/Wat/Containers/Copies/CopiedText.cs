using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Copies;

/// <summary>Writes the canonical text of a value from its copy, without building it.</summary>
/// <param name="closures">How the program's closures lie in memory.</param>
internal readonly struct CopiedText(ClosureLayouts closures)
{
    private const int DepthMax = 400;

    public void Write(VeraType type, ReadOnlySpan<byte> copy, CanonicalWriter writer, int depth)
    {
        var bytes = new CopyBytes(copy);
        Value(type, ref bytes, writer, depth);
    }

    private void Value(VeraType type, ref CopyBytes bytes, CanonicalWriter writer, int depth)
    {
        switch (type.Kind)
        {
            case TypeKind.Int or TypeKind.Nat:
                writer.Int(bytes.Long());
                break;
            case TypeKind.Float64:
                writer.Float64(bytes.Long());
                break;
            case TypeKind.Bool:
                Bool(bytes.Word(), writer);
                break;
            case TypeKind.Byte:
                writer.Int(bytes.Word());
                break;
            case TypeKind.String:
                writer.Text(bytes.Counted());
                break;
            case TypeKind.Decimal:
                writer.Decimal(bytes.Decimal());
                break;
            case TypeKind.Array:
                writer.Raw("["u8);
                List(type, bytes.Count(), ref bytes, writer, depth);
                writer.Raw("]"u8);
                break;
            case TypeKind.Set or TypeKind.Map:
                writer.Raw("{"u8);
                List(type, bytes.Count(), ref bytes, writer, depth);
                writer.Raw("}"u8);
                break;
            case TypeKind.Closure:
                Closure(closures.Of(type, bytes.Word()), ref bytes, writer, depth);
                break;
            default:
                Adt(type, ref bytes, writer, depth);
                break;
        }
    }

    private void Closure(BlockLayout layout, ref CopyBytes bytes, CanonicalWriter writer, int depth)
    {
        writer.Raw(CanonicalWriter.ClosureBegins);
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            writer.Raw(i == 0 ? ""u8 : ", "u8);
            Value(layout.Fields[i], ref bytes, writer, depth + 1);
        }

        writer.Raw(")"u8);
    }

    private static void Bool(uint word, CanonicalWriter writer)
    {
        if (word > 1)
        {
            writer.Raw($"<a Bool of 0x{word:X}>");
            return;
        }

        writer.Bool(word == 1);
    }

    private void Adt(VeraType type, ref CopyBytes bytes, CanonicalWriter writer, int depth)
    {
        var constructor = type.Constructors[(int)bytes.Word()];
        writer.Raw(constructor.Name);
        for (var i = 0; i < constructor.Fields.Length; i++)
        {
            writer.Raw(i == 0 ? "("u8 : ", "u8);
            Value(constructor.Fields[i], ref bytes, writer, depth + 1);
        }

        writer.Raw(constructor.Fields.Length == 0 ? ""u8 : ")"u8);
    }

    private void List(VeraType of, int count, ref CopyBytes bytes, CanonicalWriter writer, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            writer.Raw(i == 0 ? ""u8 : ", "u8);
            if (!of.IsContainer)
            {
                Value(of.First, ref bytes, writer, depth + 1);
                continue;
            }

            Part(of.First, ref bytes, writer, depth);
            if (of.Kind == TypeKind.Map)
            {
                writer.Raw(": "u8);
                Part(of.Second, ref bytes, writer, depth);
            }
        }
    }

    /// <summary>Copies hold copies: only here can they go deeper than the writer of any one of them went.</summary>
    private void Part(VeraType type, ref CopyBytes bytes, CanonicalWriter writer, int depth)
    {
        switch (type)
        {
            case { Kind: TypeKind.String }:
                writer.Text(bytes.Counted());
                break;
            case { IsHeap: false }:
                Value(type, ref bytes, writer, depth);
                break;
            case var _ when depth > DepthMax:
                bytes.Counted();
                writer.Raw("<too deep>"u8);
                break;
            default:
                Write(type, bytes.Counted(), writer, depth + 1);
                break;
        }
    }
}
