using System.Diagnostics;

namespace MewsThreads.Http;

/// <summary>Time, as everything that waits sees it; tests put a clock of their own in its place.</summary>
internal class Clock
{
    public static Clock System { get; } = new();

    /// <summary>The time of day, which may be wrong or be set.</summary>
    public virtual DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    /// <summary>Time since some start; it never jumps.</summary>
    public virtual TimeSpan Elapsed => TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    /// <summary>Passes so much time.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; it ends at once.</exception>
#pragma warning disable RS0030 // This is the clock.
    public virtual Task WaitAsync(TimeSpan duration, CancellationToken cancellation) => Task.Delay(duration, cancellation);
#pragma warning restore RS0030

    /// <summary>Cancels after so long, unless the source is disposed of before.</summary>
    public virtual void CancelAfter(CancellationTokenSource source, TimeSpan delay) => source.CancelAfter(delay);
}
