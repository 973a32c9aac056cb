using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>
/// A list whose every request takes one unit of time, which passes only while the reader waits: so a consumer that needs no time itself sees what
/// is requested at the same time.
/// </summary>
/// <param name="threads">The threads.</param>
internal sealed class SlowThreads(SimulatedThreads threads) : IListSource<MessageThread>, IRequestObserver
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];
    private int _pagesTaken;

    /// <summary>How many units of time have passed.</summary>
    public int Time { get; private set; }

    public string Operation => threads.Operation;

    public int? MaximumMonths => threads.MaximumMonths;

    public bool IsLimitNear => false;

    public int RequestsLeft => int.MaxValue;

    public bool Passes(MessageThread item) => true;

    public async Task<ApiResponse<Page<MessageThread>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context)
    {
        var page = await threads.SendAsync(segment, limitation, repeat, context);
        var pending = new Pending(Time + 1, segment.Window.Created!.Value.End, limitation.Cursor is null ? null : (page.Body.Items is [var first, ..] ? first.CreatedUtc : null), page);
        lock (_lock)
        {
            _pending.Add(pending);
        }

        context.Cancellation.Register(() =>
        {
            Remove(pending);
            pending.Response.TrySetCanceled(context.Cancellation);
        });
        return await pending.Response.Task;
    }

    /// <summary>How many pages the consumer has begun.</summary>
    public int PagesTaken => Volatile.Read(ref _pagesTaken);

    /// <summary>Reads the list.</summary>
    /// <param name="consumed">Is called with each item that was consumed, and how many were so far.</param>
    /// <param name="most">How many the consumer wants before it leaves.</param>
    public List<MessageThread> Read(Action<int>? consumed = null, int most = int.MaxValue)
    {
        var read = new List<MessageThread>();
        Exception? error = null;
        var reader = new Thread(() =>
        {
            try
            {
                var context = new CallContext(this, CancellationToken.None);
                foreach (var thread in new ListReader<MessageThread>(this, threads.Query, context).Read(threads.Plan()))
                {
                    read.Add(thread);
                    consumed?.Invoke(read.Count);
                    if (read.Count == most)
                    {
                        break;
                    }
                }
            }
            catch (Exception e)
            {
                error = e;
            }
        });
        reader.Start();
        while (Waits(reader))
        {
            PassTime(reader);
        }

        reader.Join();
        return error is null ? read : throw new InvalidOperationException("The list could not be read.", error);
    }

    /// <summary>Lets everything arrive that was requested, as if the consumer took its time.</summary>
    public void LetArrive()
    {
        lock (_lock)
        {
            _pending.ForEach(pending => pending.Response.TrySetResult(pending.Page));
            _pending.Clear();
        }
    }

    void IRequestObserver.Report(string line)
    {
        if (line.Contains(": page ", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _pagesTaken);
        }
    }

    void IRequestObserver.Waiting(string what, TimeSpan left)
    {
    }

    private static bool Waits(Thread reader)
    {
        SpinWait.SpinUntil(() => (reader.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
        return reader.IsAlive;
    }

    private void PassTime(Thread reader)
    {
        List<Pending> due;
        lock (_lock)
        {
            Time = _pending.Min(pending => pending.Due);
            due = _pending.FindAll(pending => pending.Due == Time);
        }

        // The reader waits for the newest; it has moved on only when it has taken that.
        var taken = PagesTaken;
        bool isWanted;
        lock (_lock)
        {
            isWanted = due.Contains(_pending.MaxBy(pending => pending.Position)!);
        }

        foreach (var pending in due.OrderBy(pending => pending.Position))
        {
            Remove(pending);
            pending.Response.TrySetResult(pending.Page);
        }

        SpinWait.SpinUntil(() => !isWanted || PagesTaken > taken || !reader.IsAlive);
    }

    private void Remove(Pending pending)
    {
        lock (_lock)
        {
            _pending.Remove(pending);
        }
    }

    private sealed record Pending(int Due, DateTimeOffset End, DateTimeOffset? First, ApiResponse<Page<MessageThread>> Page)
    {
        public TaskCompletionSource<ApiResponse<Page<MessageThread>>> Response { get; } = new();

        public DateTimeOffset Position => First ?? End;
    }
}
