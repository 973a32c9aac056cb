using MewsThreads.Paging;

namespace MewsThreads.Threads;

/// <summary>Which threads are wanted, besides those named by their ids.</summary>
internal sealed record ThreadQuery : PageQuery
{
    public TimeFilter Updated { get; init; }
}
