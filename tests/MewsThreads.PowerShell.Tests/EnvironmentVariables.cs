namespace MewsThreads.PowerShell.Tests;

/// <summary>The tests that set MEWS_… variables run alone: the variables are the whole process's, and others would connect by them.</summary>
[CollectionDefinition(nameof(EnvironmentVariables), DisableParallelization = true)]
public class EnvironmentVariables;
