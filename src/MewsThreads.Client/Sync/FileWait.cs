namespace MewsThreads.Sync;

/// <summary>Waits for the file system, which may not answer for long or at all (a network folder that is gone), until cancelled.</summary>
internal static class FileWait
{
    /// <summary>Runs it on another thread, which is left to itself when the wait is cancelled; what it then still opens is closed.</summary>
    public static T For<T>(Func<T> action, CancellationToken cancellation)
    {
        var running = Task.Run(action, CancellationToken.None);
        try
        {
            running.Wait(cancellation);
        }
        catch (OperationCanceledException)
        {
            running.ContinueWith(
                abandoned => (abandoned.Result as IDisposable)?.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
        catch (AggregateException)
        {
            // Thrown below as it is.
        }

        return running.GetAwaiter().GetResult();
    }
}
