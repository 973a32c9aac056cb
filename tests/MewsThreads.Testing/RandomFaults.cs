
namespace MewsThreads.Tests;

/// <summary>Faults that the resilience tests share.</summary>
internal static class RandomFaults
{
    private static readonly string[] Fields =
        ["Cursor", "MessageThreads", "Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved", "Messages", "MessageThreadId", "Text", "Sender"];

    /// <summary>Up to four faults of this operation, or of all.</summary>
    public static IReadOnlyList<Fault> From(Random random, string operation) =>
        [.. Enumerable.Range(0, random.Next(5)).Select(_ => One(random, operation))];

    private static Fault One(Random random, string operation)
    {
        var kinds = Enum.GetValues<FaultKind>();
        var kind = kinds[random.Next(kinds.Length)];
        var isOften = kind is not (FaultKind.Redirect or FaultKind.RepeatedCursor or FaultKind.TooHeavy);
        return new Fault
        {
            Kind = kind,
            Operation = random.Next(4) == 0 ? null : operation,
            Probability = isOften ? random.NextDouble() * 0.4 : random.Next(2) == 0 ? 1 : random.NextDouble() * 0.1,
            Skip = random.Next(2) == 0 ? 0 : random.Next(12),
            Times = kind == FaultKind.TooHeavy || random.Next(2) == 0 ? null : random.Next(1, 8),
            Status = new[] { 500, 502, 503 }[random.Next(3)],
            Body = (FaultBody)random.Next(3),
            RetryAfter = (RetryAfterStyle)random.Next(3),
            RetryAfterSeconds = random.Next(10) == 0 ? 100_000 : random.Next(-100, 200),
            Processed = random.Next(2) == 0,
            AboveCount = kind == FaultKind.TooHeavy && random.Next(2) == 0 ? random.Next(1, 30) : null,
            AboveWindow = kind == FaultKind.TooHeavy && random.Next(2) == 0 ? TimeSpan.FromHours(random.Next(1, 2000)) : null,
            Seconds = kind == FaultKind.ClockJump ? random.Next(-4 * 3600, 4 * 3600) : random.Next(1, 250),
            Field = Fields[random.Next(Fields.Length)],
            Threads = random.Next(1, 4),
        };
    }
}
