namespace MewsThreads.Http;

/// <summary>How patient a connection is.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>How often a request is sent again at most.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>How long one request may take, from its first byte to the last of its response.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest wait before a request is sent again; what Mews asks beyond that is an error.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests within <see cref="RequestLimitWindow"/>: https://docs.mews.com/connector-api/guidelines/environments</summary>
    public int RequestLimit { get; init; } = 200;

    /// <summary>The length of the sliding window of the limit.</summary>
    public TimeSpan RequestLimitWindow { get; init; } = TimeSpan.FromSeconds(30);
}
