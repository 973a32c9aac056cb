using MewsThreads.Http;

namespace MewsThreads.Tests;

/// <summary>
/// Time that passes only where somebody waits for it, and then at once. Timers of the emulator pull it forward; the time-outs of a client
/// fire when it passes them. Who waits at the same time as others waits with them, not after them.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, long> _timeouts = new();
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        if (dueTime >= TimeSpan.Zero)
        {
            var due = Elapsed + dueTime;
            ThreadPool.QueueUserWorkItem(_ =>
            {
                PassTo(due.Ticks);
                timer.Fire();
            });
        }

        return timer;
    }

    public void Pass(TimeSpan duration) => PassTo((Elapsed + duration).Ticks);

    private void PassTo(long until)
    {
        while (NextTimeout(until) is { } timeout)
        {
            timeout();
        }
    }

    public void After(TimeSpan delay, Action timeout)
    {
        lock (_lock)
        {
            _timeouts.Enqueue(timeout, _ticks + delay.Ticks);
        }
    }

    private Action? NextTimeout(long until)
    {
        lock (_lock)
        {
            if (_timeouts.TryPeek(out var timeout, out var due) && due <= until)
            {
                _ticks = Math.Max(_ticks, due);
                return _timeouts.Dequeue();
            }

            _ticks = Math.Max(_ticks, until);
            return null;
        }
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _disposed;

        public void Fire()
        {
            if (!_disposed)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !_disposed;

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A client's clock that runs on virtual time, and may be wrong.</summary>
/// <param name="time">The time.</param>
/// <param name="wrongBy">How wrong it is.</param>
/// <param name="jumps">Lets it jump by hours now and then when it is looked at, which is once a response at least; null to leave it.</param>
internal sealed class VirtualClock(VirtualTime time, TimeSpan wrongBy = default, Random? jumps = null) : Clock
{
    private readonly Lock _lock = new();

    public TimeSpan WrongBy { get; set; } = wrongBy;

    /// <summary>Called when somebody is about to wait.</summary>
    public Action? Waiting { get; set; }

    public override DateTimeOffset UtcNow
    {
        get
        {
            lock (_lock)
            {
                if (jumps?.Next(4) == 0)
                {
                    WrongBy = TimeSpan.FromSeconds(jumps.Next(-4 * 3600, 4 * 3600));
                }

                return time.GetUtcNow() + WrongBy;
            }
        }
    }

    public override TimeSpan Elapsed => time.Elapsed;

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancellation)
    {
        Waiting?.Invoke();
        cancellation.ThrowIfCancellationRequested();
        time.Pass(duration);
        cancellation.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public override void CancelAfter(CancellationTokenSource source, TimeSpan delay) => time.After(delay, () =>
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request ended in time.
        }
    });
}
