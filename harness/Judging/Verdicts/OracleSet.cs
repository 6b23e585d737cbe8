namespace Vera.GcStress.Judging.Verdicts;

/// <summary>Which oracles judge a run.</summary>
[Flags]
public enum OracleSet
{
    /// <summary>No oracle: only how the run ended counts.</summary>
    None = 0,

    /// <summary>Observations equal the model's.</summary>
    Agreement = 1,

    /// <summary>The heap is well formed after every collection, and survivors kept their bytes.</summary>
    Integrity = 2,

    /// <summary>After collections, every local still holds the value that the model gave it.</summary>
    Reachability = 4,

    /// <summary>No trap.</summary>
    Termination = 8,

    /// <summary>Without roots, a full collection frees every block and the host keeps nothing.</summary>
    Retention = 16,

    /// <summary>After a collection, the shadow stack has the roots that it had before, in the same slots.</summary>
    Stack = 32,

    /// <summary>Every oracle: what campaigns and replays use.</summary>
    All = Agreement | Integrity | Reachability | Termination | Retention | Stack,
}
