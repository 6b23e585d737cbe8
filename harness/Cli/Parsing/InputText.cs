using Vera.GcStress.Files;
using Vera.GcStress.Repros;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The text of a file that the user names, or one line on why it cannot be had.</summary>
internal static class InputText
{
    /// <param name="path">The file.</param>
    /// <param name="bytesMax">The longest that is read: whole mebibytes.</param>
    /// <exception cref="UsageException">There is no such file, it is no plain one, or it is longer.</exception>
    public static string Read(string path, int bytesMax)
    {
        try
        {
            return PlainFile.Text(path, bytesMax)
                ?? throw new UsageException($"{UserText.Shown(path)}: it is longer than {bytesMax >> 20} MiB");
        }
        catch (Exception e) when (FileText.IsOfTheSystem(e))
        {
            throw new UsageException($"{UserText.Shown(path)}: {FileText.Describe(e)}", e);
        }
    }

    /// <summary>The same for the file that an option names.</summary>
    public static string Of(string option, string path, int bytesMax)
    {
        try
        {
            return Read(path, bytesMax);
        }
        catch (UsageException e)
        {
            throw new UsageException($"{option}: {e.Message}", e);
        }
    }
}
