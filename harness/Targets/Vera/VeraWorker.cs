using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CliWrap;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A process that has a Vera, or a part of it, loaded: requests in, answers out, each with a deadline.
/// </summary>
/// <remarks>What it runs may corrupt its memory, hang or kill it; it is cheap to replace.</remarks>
internal sealed class VeraWorker : IDisposable
{
    private const int ErrorLinesMax = 20;
    private const int ErrorChars = 1000;

    /// <summary>Answers that wait to be read; a process that writes on and on has to wait.</summary>
    private const int AnswersMax = 64;

    /// <summary>An answer is a line of JSON around one case's output, in which each character may be escaped.</summary>
    private const int AnswerChars = (6 * VeraLimits.OutputChars) + 4096;

    /// <summary>What is not an answer: only a corrupted process writes that.</summary>
    private static readonly WorkerAnswer Garbled = new() { IsGarbled = true };

    private readonly Channel<string> requests = Channel.CreateUnbounded<string>();
    private readonly BlockingCollection<string> answers = new(AnswersMax);
    private readonly ConcurrentQueue<string> errors = new();
    private readonly CancellationTokenSource kill = new();
    private readonly Task process;
    private string? heard;

    private VeraWorker(Command started)
    {
        var command = started
            .WithStandardInputPipe(PipeSource.Create(WriteRequests))
            .WithStandardOutputPipe(PipeTarget.Create((output, stop) =>
                ReadLines(output, AnswerChars, (line, cut) => answers.Add(cut ? "" : line, kill.Token), stop)))
            .WithStandardErrorPipe(PipeTarget.Create((output, stop) =>
                ReadLines(output, ErrorChars, (line, _) => KeepError(line), stop)))
            .WithValidation(CommandResultValidation.None);
        process = Task.Run(() => Watch(command));
    }

    /// <summary>The release that the process has loaded.</summary>
    public VeraVersion Version { get; private set; }

    /// <summary>How the process ended, once it has.</summary>
    public string? Ending { get; private set; }

    /// <summary>Starts a process and waits until it has loaded its Vera.</summary>
    /// <param name="python">A Python that can import vera.</param>
    /// <param name="stop">Gives up the wait.</param>
    /// <exception cref="VeraException">There is no such command, or it has no Vera.</exception>
    public static VeraWorker Start(VeraPython python, CancellationToken stop = default)
    {
        var worker = new VeraWorker(new Command(python.Command)
            .WithArguments([
                "-X", "utf8", "-c", Script("worker.py"), Number(VeraLimits.ProcessBytes), Script("microscope.py"),
            ])
            .WithEnvironmentVariables(variables => variables
                .Set("PYTHONHASHSEED", "0")
                .Set("PYTHONSAFEPATH", "1")
                .Set("PYTHONPATH", SearchedPlaces(python.Places))));
        try
        {
            var hello = worker.Receive(VeraLimits.Deadline, null, stop);
            if (hello?.Missing is { } missing)
            {
                throw new VeraException($"'{python.Command}': {missing}");
            }

            if (hello?.Version is not { } text)
            {
                throw new VeraException($"'{python.Command}' is no Python with a Vera: {worker.LastWords()}");
            }

            (worker.Package, worker.Interpreter) = (hello.Package ?? "", hello.Executable ?? python.Command);
            worker.Version = VeraVersion.TryParse(text, out var version)
                ? version
                : throw new VeraException($"'{python.Command}' has a Vera of unknown version '{text}'");
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Starts a Node and waits until it answers.</summary>
    /// <param name="command">The command.</param>
    /// <param name="runtime">The file of Vera's JavaScript runtime.</param>
    /// <param name="stop">Gives up the wait.</param>
    /// <exception cref="VeraException">There is no such command, or it is no Node.</exception>
    public static VeraWorker StartNode(string command, string runtime, CancellationToken stop)
    {
        var worker = new VeraWorker(new Command(command)
            .WithArguments(["--input-type=module", "-e", Script("node.mjs"), runtime]));
        try
        {
            return worker.Receive(VeraLimits.Deadline, null, stop)?.Version is not null
                ? worker
                : throw new VeraException($"'{command}' is no Node that can run Vera's modules: {worker.LastWords()}");
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>The folder of the package that the process has loaded.</summary>
    public string Package { get; private set; } = "";

    /// <summary>The interpreter that runs it.</summary>
    public string Interpreter { get; private set; } = "";

    public void Send(WorkerRequest request) =>
        requests.Writer.TryWrite(JsonSerializer.Serialize(request, WorkerJson.Default.WorkerRequest));

    public void SendProgram(CompileRequest request) =>
        requests.Writer.TryWrite(JsonSerializer.Serialize(request, WorkerJson.Default.CompileRequest));

    public void SendEdited(EditedRequest request) =>
        requests.Writer.TryWrite(JsonSerializer.Serialize(request, WorkerJson.Default.EditedRequest));

    /// <summary>The next answer, garbled if it is none; null once the process or the deadline has ended.</summary>
    /// <param name="deadline">How long it is waited for.</param>
    /// <param name="end">
    /// Called where the wait is given up: the process would go on, and answer another request with what this one was to
    /// give. Null: whoever waits ends it anyway.
    /// </param>
    /// <param name="stop">Gives up the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public WorkerAnswer? Receive(TimeSpan deadline, Action? end, CancellationToken stop)
    {
        string? line;
        try
        {
            if (!answers.TryTake(out line, (int)deadline.TotalMilliseconds, stop))
            {
                return null;
            }
        }
        catch (OperationCanceledException)
        {
            end?.Invoke();
            throw;
        }

        heard = line;
        try
        {
            return JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerAnswer) ?? Garbled;
        }
        catch (JsonException)
        {
            return Garbled;
        }
    }

    /// <summary>Whether the process has ended by itself; waits a moment for it, as answers may end first.</summary>
    public bool HasEnded() => process.Wait(TimeSpan.FromMilliseconds(answers.IsCompleted ? 2000 : 0));

    public void Dispose()
    {
        kill.Cancel();
        process.Wait();
        requests.Writer.TryComplete();
        answers.Dispose();
        kill.Dispose();
    }

    /// <summary>Its complaint; else what it answered, which was not what it was asked; else how it ended.</summary>
    private string LastWords() => errors.LastOrDefault(line => line.Trim().Length > 0)
        ?? (heard is null ? null : $"it answered something else: '{StringText.Repair(heard, 60)}'")
        ?? Ending ?? "no answer";

    private async Task Watch(Command command)
    {
        try
        {
            var result = await command.ExecuteAsync(kill.Token).ConfigureAwait(false);
            Ending = $"the process ended with exit code {Number(result.ExitCode)}";
        }
        catch (OperationCanceledException)
        {
            Ending = "the process was ended";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            Ending = e is System.ComponentModel.Win32Exception
                ? "there is no such command, or it cannot be run"
                : e.Message.ReplaceLineEndings(" ");
        }

        answers.CompleteAdding();
    }

    private async Task WriteRequests(Stream input, CancellationToken stop)
    {
        await foreach (var line in requests.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), stop).ConfigureAwait(false);
            await input.FlushAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>Reads lines of bounded length: what is longer is cut, and the rest of it passed over.</summary>
    private static async Task ReadLines(
        Stream output, int charsMax, Action<string, bool> take, CancellationToken stop)
    {
        // Whoever writes on and on keeps this loop busy, and it must not be the process's starter that is in it.
        await Task.Yield();
        using var reader = new StreamReader(output, Encoding.UTF8, leaveOpen: true);
        var chunk = new char[16 << 10];
        var line = new StringBuilder();
        var cut = false;
        for (var read = await Next().ConfigureAwait(false); read > 0; read = await Next().ConfigureAwait(false))
        {
            for (var start = 0; start < read;)
            {
                var length = chunk.AsSpan(start, read - start).IndexOf('\n');
                var end = length < 0 ? read : start + length;
                var taken = Math.Min(end - start, charsMax - line.Length);
                line.Append(chunk, start, taken);
                cut |= taken < end - start;
                start = end + 1;
                if (length >= 0)
                {
                    take($"{line}", cut);
                    (line, cut) = (line.Clear(), false);
                }
            }
        }

        ValueTask<int> Next() => reader.ReadAsync(chunk, stop);
    }

    private void KeepError(string line)
    {
        errors.Enqueue(line);
        while (errors.Count > ErrorLinesMax)
        {
            errors.TryDequeue(out _);
        }
    }

    /// <summary>Where that Python looks for packages, without what depends on the folder one stands in.</summary>
    private static string? SearchedPlaces(IEnumerable<string> first)
    {
        var places = (Environment.GetEnvironmentVariable("PYTHONPATH") ?? "").Split(Path.PathSeparator);
        string[] fixedPlaces = [.. first, .. places.Where(Path.IsPathFullyQualified)];
        return fixedPlaces.Length == 0 ? null : string.Join(Path.PathSeparator, fixedPlaces);
    }

    private static string Script(string name)
    {
        using var stream = typeof(VeraWorker).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
