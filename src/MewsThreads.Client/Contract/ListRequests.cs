using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>The body of <c>messageThreads/getAll</c>, less what every request carries.</summary>
internal sealed record GetMessageThreadsRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds,
    IReadOnlyCollection<Guid>? MessageThreadIds,
    Interval? CreatedUtc,
    Interval? UpdatedUtc,
    Limitation Limitation);

/// <summary>The body of <c>messages/getAll</c>, less what every request carries.</summary>
internal sealed record GetMessagesRequest(
    IReadOnlyCollection<Guid>? EnterpriseIds, IReadOnlyCollection<Guid> MessageThreadIds, Interval? CreatedUtc, Limitation Limitation);

/// <summary>
/// A time interval as requests carry it. Mews reads it as half-open or, by its older pages, with both ends included,
/// so nothing may depend on what happens at <see cref="End"/>.
/// </summary>
internal readonly record struct Interval(
    [property: JsonPropertyName("StartUtc")] DateTimeOffset Start,
    [property: JsonPropertyName("EndUtc")] DateTimeOffset End)
{
    public override string ToString() => $"{UtcTimestampConverter.Format(Start)}..{UtcTimestampConverter.Format(End)}";
}

/// <summary>Which page a request asks for: at most <paramref name="Count"/> items, strictly after the item that the cursor names.</summary>
internal sealed record Limitation(int Count, string? Cursor)
{
    /// <summary>The most that a request may ask for, of items as of ids ("max 1000 items").</summary>
    public const int MaximumCount = 1000;
}
