using System.Net;
using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Paging;

/// <summary>
/// Reads the items of one command, page by page, and asks for pages as they are consumed: for nothing beyond the first one until half of it is, so
/// that a look at a few items is one request; from then on for as many as may be under way. Not safe for several threads at once.
/// </summary>
internal abstract class PageReader<TItem>
{
    private readonly string _operation;
    private readonly RequestWeight _weight;
    private int _pages;
    private int? _left;

    /// <param name="operation">The operation's name.</param>
    /// <param name="pageSize">The most items to ask for in one request.</param>
    /// <param name="first">The most items to read; null for all.</param>
    /// <param name="observer">Is told of each request.</param>
    /// <param name="cancellation">Ends a request at any moment.</param>
    protected PageReader(string operation, int pageSize, int? first, IRequestObserver observer, CancellationToken cancellation)
    {
        _operation = operation;
        _weight = new RequestWeight(pageSize);
        _left = first;
        Observer = observer;
        Cancellation = cancellation;
    }

    /// <summary>Whether as many items were read as are wanted at most.</summary>
    public bool IsDone => _left == 0;

    /// <summary>Where the page begins that was waited for last; null for the newest item of a window.</summary>
    public string? Cursor { get; private set; }

    protected IRequestObserver Observer { get; }

    protected PipelineThread Pipeline { get; } = new();

    private CancellationToken Cancellation { get; }

    /// <summary>Whether nothing more is to be asked for.</summary>
    protected virtual bool IsComplete => IsDone;

    /// <summary>Sends one request.</summary>
    protected abstract Task<ApiResponse<Page<TItem>>> SendAsync(Part part, Limitation limitation, Repeat repeat, CancellationToken cancellation);

    /// <summary>What tells the last item of a page from all others; null for an empty page.</summary>
    protected abstract object? EndOf(IReadOnlyList<TItem> items);

    /// <summary>Whether a page brings the list nearer to its end.</summary>
    protected virtual bool IsProgress(Part part, IReadOnlyList<TItem> items, string cursor) => part.Progress.Passes(cursor, EndOf(items));

    /// <summary>Says what is wrong with what a page holds; null where nothing is.</summary>
    protected virtual string? Flaw(Part part, IReadOnlyList<TItem> items) => null;

    /// <summary>What of a page is to be emitted.</summary>
    protected virtual IReadOnlyList<TItem> Fresh(Part part, IReadOnlyList<TItem> items) => items;

    /// <summary>When an item was created; null where that is not known.</summary>
    protected virtual DateTimeOffset? CreatedOf(TItem item) => null;

    /// <summary>How far back in time the run has come with a page; null where that cannot be told.</summary>
    protected virtual DateTimeOffset? ReachedBack(Window window, IReadOnlyList<TItem> items) => null;

    /// <summary>The ids of the items of a part that lie near the end of its newest page; null where that cannot be told.</summary>
    protected virtual IReadOnlyCollection<Guid>? ReadNearEnd(Part part, IReadOnlyList<TItem> items) => null;

    /// <summary>A part as it is to be asked for now, or what is to be asked for in its place; empty where nothing is left of it.</summary>
    protected virtual Part[] Current(Part part) => [part];

    /// <summary>What is to be asked for in place of a part that Mews refused; null where nothing can mend it.</summary>
    protected virtual Part[]? InPlaceOf(Part part, MewsApiException refusal) => IsTooMuch(refusal) ? Halves(part) : null;

    /// <summary>Whether Mews refused a request for its weight or size, so that it may answer one for less.</summary>
    protected static bool IsTooMuch(MewsApiException refusal) =>
        refusal.IsTooLarge || refusal.StatusCode == HttpStatusCode.RequestTimeout;

    /// <summary>Whether a part's window is known to be too long for Mews, however little is asked of it.</summary>
    protected bool IsTooLong(Part part) => _weight.IsTooLong(part.Window);

    private Part[]? Halves(Part part) => part.Halves(IsTooLong(part));

    /// <summary>Reads the parts of a plan, each taken only when it is asked for.</summary>
    /// <param name="plan">The parts.</param>
    /// <param name="limit">The most pages to ask for ahead; 1 where a part depends on what those before it held.</param>
    /// <param name="cut">How to cut parts to about a page, where several are to be under way.</param>
    protected IEnumerable<ItemPage<TItem>> Read(IEnumerable<Part> plan, int limit, PageCut? cut)
    {
        using var ahead = new ReadAhead<TItem>(plan, limit, Pipeline);
        while (!IsComplete)
        {
            AskAhead(ahead, cut, onlyHead: _pages == 0);
            if (IsComplete || ahead.Head is not { } step)
            {
                yield break;
            }

            Cursor = step.Part.Cursor;
            ApiResponse<Page<TItem>> response;
            try
            {
                response = Pipeline.Await(step.Answer!);
            }
            catch (MewsApiException e)
            {
                if (!Mend(ahead, step, e))
                {
                    throw;
                }

                continue;
            }

            yield return Take(ahead, cut, step, response);
        }
    }

    private void AskAhead(ReadAhead<TItem> ahead, PageCut? cut, bool onlyHead)
    {
        Pipeline.Enter();
        while (!IsComplete && (cut is not null || !ahead.IsFull) && ahead.Unasked() is { } step)
        {
            // What is left of a search depends on all that comes before it.
            if (step.Part.IsRestOfSearch && step != ahead.Head)
            {
                return;
            }

            var current = Current(step.Part);
            if (current.Length != 1)
            {
                ahead.Replace(step, current);
                continue;
            }

            var part = current[0];

            // Behind others, a page is asked for only where it is wanted however many items those bring.
            var asked = ahead.AskedItems;
            var isWanted = step == ahead.Head || (!onlyHead && (_left is null || asked + _weight.Items <= _left));
            if (!isWanted || !ahead.HasRoom(step, cut is not null && cut.PagesIn(part, _weight.Items) >= ahead.Limit, out var withdrawn))
            {
                return;
            }

            if (withdrawn is not null)
            {
                Observer.Report($"{_operation}: the page of{Described(withdrawn)} is withdrawn, since what comes before it holds more than expected");
            }

            // It is cut for the page after it, unless there will be none.
            var count = Math.Min(_weight.Items, _left ?? int.MaxValue);
            var isCut = part.Search is null && (_left is null || asked + count + _weight.Items <= _left);
            if (cut?.At(part, count, isCut) is { } at)
            {
                ahead.Replace(step, part.CutAt(at));
                step = ahead.Unasked()!;
            }
            else if (part != step.Part)
            {
                ahead.Replace(step, part);
                step = ahead.Unasked()!;
            }

            part = step.Part;
            var canAskForLess = RequestWeight.CanBeFewer(count) || Halves(part) is not null;
            var repeat = canAskForLess ? Repeat.ReadUnlessTooHeavy : Repeat.Read;
            step.Ask(count, ending => SendAsync(part, new(count, part.Cursor), repeat, ending), Cancellation);
        }
    }

    /// <summary>Whether something lighter or less can be asked for in place of a page that Mews refused.</summary>
    private bool Mend(ReadAhead<TItem> ahead, Step<TItem> step, MewsApiException refusal)
    {
        // The ids are what makes a request large.
        var isOfIds = refusal.IsTooLarge && step.Part is { Cursor: null, Ids.Length: > 1 };
        var isOfWindow = IsTooLong(step.Part) && Halves(step.Part) is not null;
        if (IsTooMuch(refusal) && !isOfIds && !isOfWindow && RequestWeight.CanBeFewer(step.Count))
        {
            _weight.AskForFewer(step.Count);
            Observer.Report($"{refusal.Message} Asking for {_weight.Items} at a time");
            ahead.Replace(step, step.Part);
            return true;
        }

        if (InPlaceOf(step.Part, refusal) is not { } parts)
        {
            return false;
        }

        if (parts.Length > 1)
        {
            Observer.Report($"{refusal.Message} Asking for it in two parts");
        }

        if (IsTooMuch(refusal) && parts.Length > 0 && parts[0].Window != step.Part.Window)
        {
            _weight.Shorten(step.Part.Window);
        }

        ahead.Replace(step, parts);
        return true;
    }

    private ItemPage<TItem> Take(ReadAhead<TItem> ahead, PageCut? cut, Step<TItem> step, ApiResponse<Page<TItem>> response)
    {
        var part = step.Part;
        var (items, next) = response.Body;
        var number = ++_pages;
        Observer.Report(
            $"{_operation}: page {number}{Described(part)}: {items.Count} of at most {step.Count}, {response.Outcome}");

        if (Flaw(part, items) is { } flaw)
        {
            throw new MewsProtocolException(_operation, flaw, response.RequestId);
        }

        if (next is not null && !IsProgress(part, items, next))
        {
            throw new MewsProtocolException(_operation, "a cursor or an item repeats, so the list would never end.", response.RequestId);
        }

        DateTimeOffset? reached = items.Count == 0 ? null : CreatedOf(items[items.Count - 1]);
        var rest = next is null || items.Count < step.Count ? null : part.After(next, reached, ReadNearEnd(part, items));
        _weight.Accept(step.Count, part.Window);
        cut?.Learn(part, items.Count, items.Count == 0 ? null : CreatedOf(items[0]), rest);
        ahead.Replace(step, rest is null ? [] : [rest]);

        var fresh = Fresh(part, items);
        if (_left is { } left)
        {
            fresh = fresh.Count > left ? [.. fresh.Take(left)] : fresh;
            _left = left - fresh.Count;
        }

        // As soon as the first of a page is wanted; of the very first page, when half of it is consumed.
        var askAt = number == 1 ? (fresh.Count + 1) / 2 : 0;
        var consumed = new ConsumedItems<TItem>(fresh, before =>
        {
            if (number != _pages || ahead.IsDisposed)
            {
                return;
            }

            Pipeline.RunPending();
            if (before == askAt)
            {
                AskAhead(ahead, cut, onlyHead: false);
            }
        });
        return new ItemPage<TItem>(consumed, number, ReachedBack(part.Window, items));
    }

    private static string Described(Part part)
    {
        var what = string.Join(", ", new[] { part.Window.ToString(), part.Ids is null ? "" : $"{part.Ids.Length} ids" }.Where(text => text.Length > 0));
        return what.Length == 0 ? "" : $" [{what}]";
    }
}
