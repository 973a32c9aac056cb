namespace MewsThreads.Contract;

/// <summary>The body of <c>messageThreads/getAll</c>, less what every request carries.</summary>
internal sealed record GetMessageThreadsRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds,
    IReadOnlyCollection<Guid>? MessageThreadIds,
    Interval? CreatedUtc,
    Interval? UpdatedUtc,
    Limitation Limitation);

/// <summary>The answer of <c>messageThreads/getAll</c>: one page, newest first.</summary>
internal sealed class GetMessageThreadsResponse
{
    private string? _cursor;

    public List<MessageThread?>? MessageThreads { get; set; }

    /// <summary>Identifier of the page's last thread, null for an empty page.</summary>
    public string? Cursor
    {
        get => _cursor;
        set
        {
            _cursor = value;
            HasCursor = true;
        }
    }

    /// <summary>Whether the answer had the property at all: Mews always sends it, and without it the end of a list cannot be told.</summary>
    internal bool HasCursor { get; private set; }
}
