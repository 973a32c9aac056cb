namespace MewsThreads.Sync;

/// <summary>What a file is to hold, and how to bring it there.</summary>
/// <param name="Format">The form of its rows.</param>
/// <param name="EnterpriseIds">The enterprises whose threads it holds; null for all in the scope of the access token.</param>
/// <param name="UpdatedAfter">Only threads updated at this instant or later; null for every thread there is.</param>
/// <param name="LookBack">How late Mews may show an update: so much of what the last run has read is read again.</param>
/// <param name="Full">Whether to build it anew, whatever lies there.</param>
/// <param name="IsDryRun">Whether to write nothing.</param>
internal sealed record SyncOptions(
    RowFormat Format, IReadOnlyList<Guid>? EnterpriseIds, DateTimeOffset? UpdatedAfter, TimeSpan LookBack, bool Full, bool IsDryRun);
