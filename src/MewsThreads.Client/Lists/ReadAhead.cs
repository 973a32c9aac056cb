using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>
/// The segments of a list in the order of the output, some of them requested before they are wanted. Which ones depends on what was consumed
/// and what it held, never on when a response comes.
/// </summary>
/// <param name="plan">The segments, computed as they are taken.</param>
/// <param name="limit">The most pages that may be requested or wait for the consumer.</param>
internal sealed class ReadAhead<TItem>(IEnumerable<Segment> plan, int limit) : IDisposable
{
    private readonly LinkedList<Step> _steps = new();
    private readonly IEnumerator<Segment> _plan = plan.GetEnumerator();
    private readonly List<Task> _withdrawn = [];

    public int Limit => limit;

    /// <summary>Whether as many pages as may be are requested or wait for the consumer.</summary>
    public bool IsFull => _steps.Count(step => step.Response is not null) >= limit;

    /// <summary>How many items the requested pages ask for at most.</summary>
    public long RequestedItems => _steps.Where(step => step.Response is not null).Sum(step => (long)step.Count);

    /// <summary>Takes the first step, from the plan if it has to; null at the end of the list.</summary>
    public Step? TakeFirst() => _steps.First?.Value ?? TakeUnrequested();

    /// <summary>Takes the first step that is not requested, from the plan if it has to; null if there is none.</summary>
    public Step? TakeUnrequested()
    {
        var step = _steps.FirstOrDefault(step => step.Response is null);
        if (step is null && _plan.MoveNext())
        {
            step = new Step(_plan.Current);
            _steps.AddLast(step);
        }

        return step;
    }

    /// <summary>Puts other segments in the place of a step, and gives up its request if there is one.</summary>
    /// <returns>The step of the first of them; null if there is none.</returns>
    public Step? Replace(Step step, params Segment[] segments)
    {
        var node = _steps.Find(step)!;
        var last = node;
        foreach (var segment in segments)
        {
            last = _steps.AddAfter(last, new Step(segment));
        }

        var first = segments.Length == 0 ? null : node.Next!.Value;
        _steps.Remove(node);
        step.Withdraw();
        return first;
    }

    /// <summary>The last requested step after this one; null if there is none.</summary>
    public Step? LastRequestedAfter(Step step)
    {
        var last = _steps.Last(other => other == step || other.Response is not null);
        return last == step ? null : last;
    }

    /// <summary>Gives up the request of a step, which is to be requested again later.</summary>
    public void Withdraw(Step step) => _withdrawn.Add(step.Withdraw());

    /// <summary>Ends every request, and returns when the last one is over.</summary>
    public void Dispose()
    {
        _plan.Dispose();
        _withdrawn.AddRange(_steps.Select(step => step.Withdraw()));
        _steps.Clear();
        var all = Task.WhenAll(_withdrawn);

        // What they reported is not passed on: the consumer has left, and the command may not write any more.
        Task.WaitAny(all);

        // What failed ahead of the consumer is nobody's error.
        _ = all.Exception;
    }

    /// <summary>A segment and, once its next page is requested, the request or its response.</summary>
    internal sealed class Step(Segment segment)
    {
        private CancellationTokenSource? _ending;

        public Segment Segment { get; } = segment;

        /// <summary>How many items were asked for at most.</summary>
        public int Count { get; private set; }

        /// <summary>Null if its page was not requested.</summary>
        public Task<ApiResponse<Page<TItem>>>? Response { get; private set; }

        /// <summary>Requests its next page.</summary>
        public void Request(int count, Func<CallContext, Task<ApiResponse<Page<TItem>>>> send, CallContext context)
        {
            _ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            Count = count;
            Response = send(context.EndedBy(_ending.Token));
        }

        /// <summary>Gives up what was requested.</summary>
        /// <returns>The end of the request.</returns>
        public Task Withdraw()
        {
            _ending?.Cancel();
            _ending?.Dispose();
            _ending = null;
            Task ended = Response ?? Task.CompletedTask;
            Response = null;
            return ended;
        }
    }
}
