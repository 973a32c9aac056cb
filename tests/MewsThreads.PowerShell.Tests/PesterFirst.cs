using MewsThreads.Commands.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(PesterFirst))]

namespace MewsThreads.Commands.Tests;

/// <summary>Starts with the suite in the real shell, which takes longest, so that the other tests run at the same time.</summary>
public sealed class PesterFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName == nameof(PesterSuite))];
}
