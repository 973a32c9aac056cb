using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace MewsThreads.Emulator.Tests;

/// <summary>A clock that stands still and tells when someone starts to wait by it, so that a test need not guess.</summary>
internal sealed class SignallingClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>How long the next wait is to be, once it has begun.</summary>
    public async Task<TimeSpan> NextWaitAsync() => await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
