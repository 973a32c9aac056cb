namespace MewsThreads.Transport;

/// <summary>How long to wait before a request is sent again: exponential, with full jitter so that many clients do not come back at once.</summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="attempt">Counted from 1.</param>
    /// <param name="atLeast">What the server asks for; the jitter comes on top of it.</param>
    public TimeSpan Next(int attempt, TimeSpan? atLeast)
    {
        var ceiling = Math.Min(Longest.TotalSeconds, Math.Pow(2, attempt - 1));
        lock (random)
        {
            return (atLeast ?? TimeSpan.Zero) + TimeSpan.FromSeconds(random.NextDouble() * ceiling);
        }
    }
}
