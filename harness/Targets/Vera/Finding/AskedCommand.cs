using System.Collections.Concurrent;
using System.Text;
using CliWrap;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>
/// Asks a command which Python it starts: by running it with <c>--version</c> and a Python that tells its imports.
/// </summary>
/// <remarks>Whatever stands between, a shell's script, a shim or a tool with words, hands the environment on.</remarks>
internal static class AskedCommand
{
    private const int ToldCharsMax = 16 << 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, VeraPython?> Answers = new(StringComparer.Ordinal);

    /// <summary>The Python behind a command; null if it starts none that imports a vera.</summary>
    /// <param name="words">The command, its file first.</param>
    /// <param name="stop">Gives up the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public static VeraPython? Python(IReadOnlyList<string> words, CancellationToken stop)
    {
        var key = string.Join('\0', words);
        if (!Answers.TryGetValue(key, out var known))
        {
            known = VerboseImports.Read(Task.Run(() => Told(words, stop), stop).GetAwaiter().GetResult());
            stop.ThrowIfCancellationRequested();
            Answers[key] = known;
        }

        return known;
    }

    private static async Task<string> Told(IReadOnlyList<string> words, CancellationToken stop)
    {
        var told = new StringBuilder();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Deadline);
        try
        {
            await new Command(words[0])
                .WithArguments([.. words.Skip(1), "--version"])
                .WithEnvironmentVariables(variables => variables.Set("PYTHONVERBOSE", "1"))
                .WithStandardErrorPipe(PipeTarget.Create((output, token) => Read(output, told, end, token)))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or System.ComponentModel.Win32Exception
            or InvalidOperationException or IOException)
        {
            // What cannot be run, writes on and on or does not end has told what it has told.
        }

        return told.ToString();
    }

    private static async Task Read(
        Stream output, StringBuilder told, CancellationTokenSource end, CancellationToken stop)
    {
        await Task.Yield();
        using var reader = new StreamReader(output, Encoding.UTF8, leaveOpen: true);
        var chunk = new char[16 << 10];
        for (var read = await Next().ConfigureAwait(false); read > 0; read = await Next().ConfigureAwait(false))
        {
            told.Append(chunk, 0, read);
            if (told.Length > ToldCharsMax)
            {
                await end.CancelAsync().ConfigureAwait(false);
                return;
            }
        }

        ValueTask<int> Next() => reader.ReadAsync(chunk, stop);
    }
}
