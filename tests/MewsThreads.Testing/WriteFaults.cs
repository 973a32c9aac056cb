
namespace MewsThreads.Tests;

/// <summary>Whatever can go wrong with a call that writes, at random.</summary>
internal static class WriteFaults
{
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.LostAnswer, FaultKind.LostAnswer, FaultKind.ResetBefore, FaultKind.TruncatedBody, FaultKind.MalformedJson,
        FaultKind.MissingField, FaultKind.HtmlPage, FaultKind.ServerError, FaultKind.TooHeavy, FaultKind.TooManyRequests,
        FaultKind.TooManyRequests, FaultKind.SlowAnswer, FaultKind.SlowBody, FaultKind.Redirect,
    ];

    /// <param name="random">Chooses it.</param>
    /// <param name="operation">What it happens to.</param>
    /// <param name="field">What may be missing in the response.</param>
    /// <param name="times">How often.</param>
    public static Fault From(Random random, string operation, string field, int? times)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        return new Fault
        {
            Kind = kind,
            Operation = operation,
            Times = times,
            Status = new[] { 500, 502, 503 }[random.Next(3)],
            Body = (FaultBody)random.Next(3),

            Processed = random.Next(2) == 0,
            RetryAfterSeconds = random.Next(10),
            Seconds = random.Next(1, 250),
            Field = field,
        };
    }
}
