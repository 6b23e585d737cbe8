using Vera.GcStress.Files;

namespace Vera.GcStress.Campaigns;

/// <summary>The folder in which a campaign keeps how far it is; one campaign at a time.</summary>
public sealed class StateFolder : IDisposable
{
    internal const int BytesMax = 256 << 20;

    private readonly string file;
    private readonly FolderLock held;

    private StateFolder(string path, FolderLock held, CampaignState? before) =>
        (file, this.held, Before) = (Path.Combine(path, StateFile.Name), held, before);

    /// <summary>What an earlier run of the same campaign left; null: there was none.</summary>
    public CampaignState? Before { get; }

    /// <summary>Takes a folder for a campaign.</summary>
    /// <param name="path">The folder; it is made.</param>
    /// <param name="identity">The campaign's.</param>
    /// <param name="shard">Its part.</param>
    /// <exception cref="OutputException">Another campaign has it, or left it, or it cannot be written to.</exception>
    public static StateFolder Take(string path, string identity, (int Index, int Of)? shard)
    {
        var held = FolderLock.Make(path);
        try
        {
            return new(path, held, Read(Path.Combine(path, StateFile.Name), identity, shard));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes how far it is, whole or not at all.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(CampaignState state) => WholeFile.Write(file, StateFile.Print([state]));

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static CampaignState? Read(string file, string identity, (int Index, int Of)? shard)
    {
        if (!PlainFile.Exists(file))
        {
            return null;
        }

        if (StateFile.Parse(TextOf(file), out var why) is not { } campaigns)
        {
            throw new OutputException($"{file}: {why}");
        }

        var (part, of) = shard ?? (1, 0);
        return campaigns switch
        {
            [var only] when only.Identity != identity =>
                throw new OutputException($"{file}: this is the state of another campaign: " +
                    $"{Options(only.Identity, identity)}, now {Options(identity, only.Identity)}"),
            [var only] when only.Of == of && only.Part == part => only,
            [var only] => throw new OutputException($"{file}: this is the state of part " +
                $"{only.Part} of {only.Of}, not of part {part} of {of}"),
            _ => throw new OutputException($"{file}: this is the state of several campaigns"),
        };
    }

    /// <summary>The options in which a campaign differs from another.</summary>
    private static string Options(string one, string other)
    {
        var differing = one.Split(" --").Except(other.Split(" --")).ToArray();
        return differing.Length == 0 ? "without these" : "--" + string.Join(" --", differing);
    }

    private static string TextOf(string file)
    {
        try
        {
            return PlainFile.Text(file, BytesMax) ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file}: cannot be read: {e.Message}", e);
        }
    }
}
