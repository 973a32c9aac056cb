namespace MewsThreads.Emulator.Api;

/// <summary>What the API needs of an HTTP request.</summary>
internal sealed record ApiRequest
{
    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The request target as sent, query and escapes included.</summary>
    public required string Target { get; init; }

    /// <summary>Number of headers.</summary>
    public required int HeaderCount { get; init; }

    /// <summary>Length of all headers, as they were sent.</summary>
    public required int HeaderLength { get; init; }

    /// <summary>Whether the content type is <c>application/json</c> in UTF-8.</summary>
    public required bool IsJson { get; init; }

    /// <summary>Whether it has <c>Prefer: return=minimal</c>.</summary>
    public required bool PrefersMinimal { get; init; }

    /// <summary>The body.</summary>
    public required Stream Body { get; init; }
}
