using Vera.GcStress.Properties;
using Vera.GcStress.Properties.Cli;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongWaitsFirst))]

namespace Vera.GcStress.Properties;

/// <summary>
/// Begins with laws that wait for a stand-in that hangs: one after the other at the end, they would wait alone.
/// </summary>
public sealed class LongWaitsFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = [nameof(HangingVeraLaws)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !Array.Exists(
            Waiting, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
