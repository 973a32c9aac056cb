namespace MewsThreads.Contract;

/// <summary>The body of <c>messageThreads/getAll</c>, less what every request carries.</summary>
internal sealed record GetMessageThreadsRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds,
    IReadOnlyCollection<Guid>? MessageThreadIds,
    Interval? CreatedUtc,
    Interval? UpdatedUtc,
    Limitation Limitation);
