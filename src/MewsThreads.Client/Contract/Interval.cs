using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

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
