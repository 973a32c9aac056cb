namespace MewsThreads.PowerShell.Tests;

/// <summary>Tests that measure or watch the whole process. No other test runs at the same time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
