
namespace MewsThreads.Benchmarks;

/// <summary>What every peer asks for: one window that holds all threads, page by page.</summary>
internal static class PageBody
{
    public const int Count = 1000;

    public const string Path = "api/connector/v1/messageThreads/getAll";

    public static string Of(string name, string? cursor) =>
        $$$"""
        {"ClientToken":"benchmark","AccessToken":"{{{name}}}","Client":"Benchmark 1.0","CreatedUtc":{"StartUtc":"{{{Start}}}","EndUtc":"{{{End}}}"},
        "Limitation":{"Count":{{{Count}}}, "Cursor":{{{(cursor is null ? "null" : $"\"{cursor}\"")}}} } }
        """;

    /// <summary>The same window as the parameters of the module's cmdlets.</summary>
    public static string Window => $"-CreatedAfter {Start} -CreatedBefore {End}";

    public static string Start { get; } = $"{Threads.Now.AddDays(-85):yyyy-MM-ddTHH:mm:ssZ}";

    public static string End { get; } = $"{Threads.Now:yyyy-MM-ddTHH:mm:ssZ}";
}
