namespace MewsThreads.Http;

/// <summary>
/// What a command gives the requests that it makes: where they report, and what ends them. Requests run in the background. What they report is
/// queued, and the thread of the command passes it on whenever it runs or waits.
/// </summary>
internal sealed class CallContext
{
    private readonly IRequestObserver _observer;
    private readonly ReportQueue _reports;

    public CallContext(IRequestObserver observer, CancellationToken cancellation)
        : this(observer, new ReportQueue(), cancellation)
    {
    }

    private CallContext(IRequestObserver observer, ReportQueue reports, CancellationToken cancellation)
    {
        _observer = observer;
        _reports = reports;
        Cancellation = cancellation;
    }

    /// <summary>Ends the requests, and every wait.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What all requests of a command have in common.</summary>
    public object Command => _reports;

    /// <summary>The same context for a request that can also be ended by itself.</summary>
    public CallContext EndedBy(CancellationToken cancellation) => new(_observer, _reports, cancellation);

    /// <summary>Queues a line for an operator. Safe on every thread.</summary>
    public void Report(string line) => _reports.Add(observer => observer.Report(line));

    /// <summary>How many requests Mews refused so far, as too many or too heavy.</summary>
    public int Refusals => _reports.Refusals;

    /// <summary>Counts a request that Mews refused, as too many or too heavy. Safe on every thread.</summary>
    public void CountRefusal() => _reports.CountRefusal();

    /// <summary>Queues how long something is waited for. Safe on every thread.</summary>
    public void Waiting(string what, TimeSpan left) => _reports.Add(observer => observer.Waiting(what, left));

    /// <summary>Passes on what was queued. Only for the thread of the command.</summary>
    public void Deliver()
    {
        while (_reports.TryTake(out var report))
        {
            report!(_observer);
        }
    }

    /// <summary>Blocks until a task has ended, and passes on meanwhile what is queued. Only for the thread of the command.</summary>
    public void WaitFor(Task task)
    {
        if (!task.IsCompleted)
        {
            task.ContinueWith(_ => _reports.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        do
        {
            Deliver();
        }
        while (_reports.WaitForMore(task));
    }

    /// <summary>Waits for a task, and returns its result or throws what it failed with. Only for the thread of the command.</summary>
    public T Await<T>(Task<T> task)
    {
        WaitFor(task);
        return task.GetAwaiter().GetResult();
    }

    private sealed class ReportQueue
    {
        private readonly Queue<Action<IRequestObserver>> _queue = new();
        private volatile bool _hasReports;
        private int _refusals;

        public int Refusals => Volatile.Read(ref _refusals);

        public void CountRefusal() => Interlocked.Increment(ref _refusals);

        public void Add(Action<IRequestObserver> report)
        {
            lock (_queue)
            {
                _queue.Enqueue(report);
                _hasReports = true;
                Monitor.Pulse(_queue);
            }
        }

        public bool TryTake(out Action<IRequestObserver>? report)
        {
            report = null;

            // Asked before each item of a list, so without the lock.
            if (!_hasReports)
            {
                return false;
            }

            lock (_queue)
            {
                report = _queue.Dequeue();
                _hasReports = _queue.Count > 0;
                return true;
            }
        }

        public void Wake()
        {
            lock (_queue)
            {
                Monitor.Pulse(_queue);
            }
        }

        /// <summary>Blocks until there is a report or the task has ended.</summary>
        /// <returns>Whether there is a report.</returns>
        public bool WaitForMore(Task task)
        {
            lock (_queue)
            {
                while (_queue.Count == 0 && !task.IsCompleted)
                {
                    Monitor.Wait(_queue);
                }

                return _queue.Count > 0;
            }
        }
    }
}

/// <summary>
/// Is told what requests do, on the thread of the command. What it is told is composed from operation, window, page, counts, status,
/// request id and times, and from nothing else, so that no secret can be among it.
/// </summary>
internal interface IRequestObserver
{
    /// <summary>A line for an operator.</summary>
    void Report(string line);

    /// <summary>Something is being waited for; called about once a second, the last time with nothing left.</summary>
    void Waiting(string what, TimeSpan left);
}
