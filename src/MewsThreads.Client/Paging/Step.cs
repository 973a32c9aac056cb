using MewsThreads.Transport;

namespace MewsThreads.Paging;

/// <summary>A part of a list and, once its page is asked for, the request under way or its answer.</summary>
internal sealed class Step<TItem>(Part part)
{
    private CancellationTokenSource? _ending;

    public Part Part { get; } = part;

    /// <summary>How many items were asked for at most.</summary>
    public int Count { get; private set; }

    /// <summary>Null where it was not asked for.</summary>
    public Task<ApiResponse<Page<TItem>>>? Answer { get; private set; }

    /// <summary>Asks for its page.</summary>
    public void Ask(int count, Func<CancellationToken, Task<ApiResponse<Page<TItem>>>> send, CancellationToken cancellation)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Count = count;
        Answer = send(_ending.Token);
    }

    /// <summary>Gives up what was asked for.</summary>
    /// <returns>The end of the request.</returns>
    public Task Withdraw()
    {
        _ending?.Cancel();
        _ending?.Dispose();
        _ending = null;
        Task ended = Answer ?? Task.CompletedTask;
        Answer = null;
        return ended;
    }
}
