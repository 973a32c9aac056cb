namespace MewsThreads.Benchmarks;

/// <summary>What is measured.</summary>
internal static class Cases
{
    /// <summary>The cases by the name that chooses them.</summary>
    public static IReadOnlyDictionary<string, Func<PageServer, int, IEnumerable<Measurement>>> All { get; } =
        new Dictionary<string, Func<PageServer, int, IEnumerable<Measurement>>>
        {
            ["cold"] = ShellCases.Cold,
            ["import"] = ShellCases.Import,
            ["list"] = ShellCases.List,
            ["csv"] = ShellCases.Csv,
            ["first"] = ShellCases.First,
            ["floor"] = Floor.Measure,
            ["slow"] = SlowServer.Measure,
            ["throttle"] = Throttle.Measure,
            ["consumer"] = SlowConsumer.Measure,
            ["million"] = StreamRun.Measure,
            ["sync"] = FileMergeRun.Measure,
        };
}
