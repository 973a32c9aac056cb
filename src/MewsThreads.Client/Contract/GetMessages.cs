namespace MewsThreads.Contract;

/// <summary>The body of <c>messages/getAll</c>, less what every request carries.</summary>
internal sealed record GetMessagesRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds, IReadOnlyCollection<Guid> MessageThreadIds, Interval? CreatedUtc, Limitation Limitation);
