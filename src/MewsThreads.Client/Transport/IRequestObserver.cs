namespace MewsThreads.Transport;

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
