namespace MewsThreads.Commands.Tests;

/// <summary>
/// Tests that measure or watch the whole process, or set its MEWS_… variables, by which others would connect. No other test runs at the same time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
