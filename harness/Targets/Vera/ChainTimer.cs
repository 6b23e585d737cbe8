using System.Globalization;
using System.Text;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Times chains of insertions on a real Vera.</summary>
internal sealed class ChainTimer : IDisposable
{
    private const int OutputChars = 1000;

    private readonly VeraWorker worker;
    private readonly CancellationToken stop;

    private ChainTimer(VeraWorker worker, CancellationToken stop) => (this.worker, this.stop) = (worker, stop);

    /// <summary>The release that is timed.</summary>
    public string Version => worker.Version.ToString();

    /// <summary>Starts the Vera that a command names; every call throws once it is told to stop.</summary>
    /// <exception cref="VeraException">There is none, or it is not Vera.</exception>
    public static ChainTimer Open(string command, CancellationToken stop = default) =>
        VeraCommand.Find(command, python => new ChainTimer(VeraWorker.Start(python, stop), stop), stop);

    /// <summary>
    /// Seconds that Vera takes to insert the integers below each size into an empty set, or null from the size on that
    /// does not end within the deadline. What an empty chain takes is left out.
    /// </summary>
    public IReadOnlyList<double?> InsertSeconds(IReadOnlyList<int> sizes, TimeSpan deadline)
    {
        var source = Source(sizes);
        if (Ask(source, [], 0, deadline) is not { HeapStart: { } heapStart })
        {
            throw new VeraException($"Vera {Version} does not compile the chain of insertions");
        }

        Receive(deadline);
        Send(source, [.. sizes.Prepend(0).Select(NameOf)], heapStart, deadline);
        Receive(deadline);
        var empty = Seconds(0, deadline);
        var seconds = new double?[sizes.Count];
        for (var i = 0; i < sizes.Count && empty is not null && (i == 0 || seconds[i - 1] is not null); i++)
        {
            seconds[i] = Seconds(sizes[i], deadline) - empty;
        }

        return seconds;
    }

    public void Dispose() => worker.Dispose();

    /// <summary>The chains as a program: one function a size, and one for an empty chain.</summary>
    internal static string Source(IReadOnlyList<int> sizes)
    {
        var source = new StringBuilder();
        foreach (var size in sizes.Prepend(0))
        {
            source.Append(CultureInfo.InvariantCulture, $$"""
                public fn {{NameOf(size)}}(-> @Unit) requires(true) ensures(true) effects(<IO>)
                {
                  IO.print(int_to_string(set_size(array_fold(
                    array_range(0, {{size}}), set_remove(set_add(set_new(), 0), 0),
                    fn(@Set<Int>, @Int -> @Set<Int>) effects(pure) { set_add(@Set<Int>.0, @Int.0) }))))
                }

                """);
        }

        return source.ToString();
    }

    private static string NameOf(int size) => string.Create(CultureInfo.InvariantCulture, $"chain_{size}");

    private double? Seconds(int size, TimeSpan deadline) => Receive(deadline) switch
    {
        null => null,
        { Stdout: { } shown } answer when shown.Trim() == size.ToString(CultureInfo.InvariantCulture) =>
            answer.Seconds,
        { Rejected: { } reason } => throw new VeraException($"Vera {Version} rejects a chain: {reason}"),
        var wrong => throw new VeraException(
            $"Vera {Version} fails at a chain of {size}: {wrong.Error ?? wrong.Stdout}"),
    };

    private WorkerAnswer? Ask(string source, string[] functions, int heapStart, TimeSpan deadline)
    {
        Send(source, functions, heapStart, deadline);
        var answer = Receive(deadline);
        return answer is { Rejected: { } reason }
            ? throw new VeraException($"Vera {Version} rejects the chain of insertions: {reason}")
            : answer;
    }

    private void Send(string source, string[] functions, int heapStart, TimeSpan deadline) =>
        worker.Send(new(source, functions, false, heapStart, OutputChars, (int)deadline.TotalSeconds));

    private WorkerAnswer? Receive(TimeSpan deadline) => worker.Receive(deadline, null, stop);
}
