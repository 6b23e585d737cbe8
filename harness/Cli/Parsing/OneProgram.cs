using Vera.GcStress.Reducing.Syntax;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The text of the one Vera program that a verb works on.</summary>
internal static class OneProgram
{
    private const int BytesMax = 1 << 20;

    /// <summary>What Vera programs are called.</summary>
    public const string Extension = ".vera";

    /// <summary>What they are called once they are made small.</summary>
    public const string SmallExtension = ".small" + Extension;

    /// <exception cref="UsageException">There is no such file, or no text of a program in it.</exception>
    public static string Read(string path) => InputText.Read(path, BytesMax);

    /// <summary>Does what it takes to understand a program for.</summary>
    /// <exception cref="UsageException">It is written in a way that is not understood.</exception>
    public static T Understood<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SyntaxException e)
        {
            throw new UsageException($"{UserText.Shown(path)}: {e.Message}", e);
        }
    }
}
