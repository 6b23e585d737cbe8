using Vera.GcStress.Files;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>Results on their way out: each is tried whatever became of others; what failed is told last.</summary>
internal sealed class Outputs
{
    private readonly List<OutputException> failures = [];

    /// <param name="path">Where a result goes; null: it was not asked for.</param>
    /// <param name="text">Says it.</param>
    /// <returns>Whether it is there now.</returns>
    public bool Write(string? path, Func<string> text) =>
        path is not null && Try(() => WholeFile.Write(path, text()));

    /// <returns>Whether all of it was written.</returns>
    public bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (OutputException e)
        {
            failures.Add(e);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OutputException))
        {
            failures.AddRange(e.InnerExceptions.Cast<OutputException>());
        }

        return false;
    }

    /// <summary>Something could not be saved, as a line says.</summary>
    public void Failed(string line) => failures.Add(new OutputException(line));

    /// <summary>How the verb ends if all is out.</summary>
    /// <exception cref="AggregateException">It is not: one <see cref="OutputException"/> for each path.</exception>
    public ExitCode Ended(ExitCode exit) => failures.Count == 0 ? exit : throw new AggregateException(failures);
}
