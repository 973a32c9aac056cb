using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>
/// The segments of a list in the order of the output, some of them requested before they are wanted. When a response comes decides at most what
/// is requested next, never what is emitted.
/// </summary>
/// <param name="plan">The segments, computed as they are taken.</param>
/// <param name="goesOn">Whether a segment goes on, as far as its cursors say, before its pages are taken.</param>
internal sealed class ReadAhead<TItem>(IEnumerable<Segment> plan, bool goesOn) : IDisposable
{
    private readonly LinkedList<Step> _steps = new();
    private readonly IEnumerator<Segment> _plan = plan.GetEnumerator();
    private readonly List<Task> _withdrawn = [];

    /// <summary>How many pages are requested or wait for the consumer.</summary>
    public int Requested => _steps.Count(step => step.Response is not null);

    /// <summary>How many items the requested pages ask for at most.</summary>
    public long RequestedItems => _steps.Where(step => step.Response is not null).Sum(step => (long)step.Count);

    /// <summary>Takes the first step, from the plan if it has to; null at the end of the list.</summary>
    public Step? TakeFirst() => _steps.First?.Value ?? TakeUnrequested();

    /// <summary>Takes the first step that is not requested, from the plan if it has to; null if there is none.</summary>
    public Step? TakeUnrequested()
    {
        for (var node = _steps.First; node is not null; node = node.Next)
        {
            if (node.Value.Response is null)
            {
                return node.Value;
            }

            if (goesOn && node.Value.CursorOfNext is { } cursor && node.Next?.Value.Segment != node.Value.Segment)
            {
                return _steps.AddAfter(node, new Step(node.Value.Segment, cursor)).Value;
            }
        }

        return _plan.MoveNext() ? _steps.AddLast(new Step(_plan.Current)).Value : null;
    }

    /// <summary>The page of a step was taken, and its segment has advanced: goes on with the next page of it.</summary>
    public void GoOn(Step step)
    {
        var node = _steps.Find(step)!;
        if (node.Next?.Value.Segment == step.Segment)
        {
            Replace(step);
        }
        else
        {
            Replace(step, step.Segment);
        }
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

    /// <summary>Whether a step is behind one whose segment is as said.</summary>
    public bool IsBehind(Step step, Func<Segment, bool> isSuch) => _steps.TakeWhile(other => other != step).Any(other => isSuch(other.Segment));

    /// <summary>The last requested step after this one; null if there is none.</summary>
    public Step? LastRequestedAfter(Step step)
    {
        var last = _steps.Last(other => other == step || other.Response is not null);
        return last == step ? null : last;
    }

    /// <summary>Gives up the request of a step, which is to be requested again later.</summary>
    public void Withdraw(Step step)
    {
        // Where the next page of its segment begins is open again.
        if (_steps.Find(step)!.Next is { Value: var next } && next.Segment == step.Segment)
        {
            Replace(next);
        }

        _withdrawn.Add(step.Withdraw());
    }

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
    /// <param name="segment">The segment.</param>
    /// <param name="cursor">Where the page begins; null for where the segment has come to.</param>
    internal sealed class Step(Segment segment, string? cursor = null)
    {
        private CancellationTokenSource? _ending;

        public Segment Segment { get; } = segment;

        /// <summary>Where the page begins.</summary>
        public string? Cursor => cursor ?? Segment.Cursor;

        /// <summary>Whether pages of its segment before this one were not taken yet.</summary>
        public bool IsBehindOthers => Cursor != Segment.Cursor;

        /// <summary>Where the next page of its segment begins, if this one has arrived and there is another; otherwise null.</summary>
        public string? CursorOfNext => Response is { Status: TaskStatus.RanToCompletion, Result.Body: var page } && page.Items!.Count == Count ? page.Cursor : null;

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
