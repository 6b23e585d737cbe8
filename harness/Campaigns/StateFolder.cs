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
            [var only] when only.Identity != identity => throw new OutputException(
                $"{file}: this is the state of another campaign: {Difference(only.Identity, identity)}"),
            [var only] when only.Of == of && only.Part == part => only,
            [var only] => throw new OutputException($"{file}: this is the state of part " +
                $"{only.Part} of {only.Of}, not of part {part} of {of}"),
            _ => throw new OutputException($"{file}: this is the state of several campaigns"),
        };
    }

    /// <summary>In what a campaign differs from the one that is asked for.</summary>
    private static string Difference(string begun, string asked)
    {
        var (before, now) = (Parts(begun).Except(Parts(asked)), Parts(asked).Except(Parts(begun)));
        return (string.Join(' ', before), string.Join(' ', now)) switch
        {
            ("", var more) => $"it was begun without {more}",
            (var less, "") => $"it was begun with {less}",
            var (other, one) => $"it was begun with {other}, not {one}",
        };
    }

    /// <summary>The tool's version, and each option with its value.</summary>
    private static IEnumerable<string> Parts(string identity) =>
        identity.Split(" --").Select((part, i) => i == 0 ? part : $"--{part}");

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
