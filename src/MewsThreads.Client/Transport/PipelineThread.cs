using System.Runtime.CompilerServices;

namespace MewsThreads.Transport;

/// <summary>
/// The thread of a command, as requests see it that run beside it: what they report may be heard on that thread alone, so they come back to it
/// by <c>await</c>, and it runs them while it waits or consumes. One thread at a time.
/// </summary>
internal sealed class PipelineThread : INotifyCompletion
{
    private readonly object _lock = new();
    private readonly Queue<Action> _continuations = new();
    private int _thread;
    private volatile bool _hasWork;

    /// <summary>Whether the caller is on that thread.</summary>
    public bool IsCompleted => Environment.CurrentManagedThreadId == Volatile.Read(ref _thread);

    public PipelineThread GetAwaiter() => this;

    public void OnCompleted(Action continuation)
    {
        lock (_lock)
        {
            _continuations.Enqueue(continuation);
            _hasWork = true;
            Monitor.Pulse(_lock);
        }
    }

    public void GetResult()
    {
    }

    /// <summary>Makes the caller that thread.</summary>
    public void Enter() => Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);

    /// <summary>Runs what has come back meanwhile.</summary>
    public void RunPending()
    {
        if (_hasWork)
        {
            Enter();
            while (Next(until: null) is { } continuation)
            {
                continuation();
            }
        }
    }

    /// <summary>Blocks until a task is over, and runs what comes back meanwhile.</summary>
    public void RunUntil(Task task)
    {
        Enter();
        if (!task.IsCompleted)
        {
            task.ContinueWith(_ => OnCompleted(() => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        while (Next(task) is { } continuation)
        {
            continuation();
        }
    }

    /// <summary>The result of a task, or what it failed with.</summary>
    public T Await<T>(Task<T> task)
    {
        RunUntil(task);
        return task.GetAwaiter().GetResult();
    }

    private Action? Next(Task? until)
    {
        lock (_lock)
        {
            while (_continuations.Count == 0)
            {
                if (until is null or { IsCompleted: true })
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            var next = _continuations.Dequeue();
            _hasWork = _continuations.Count > 0;
            return next;
        }
    }
}
