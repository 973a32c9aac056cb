using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>
/// Reads a list, each item once, and requests pages as they are consumed: nothing beyond the first one until half of it is, so that a look at a
/// few items is one request; from then on as many at the same time as <see cref="PagesInFlight"/> allows. Not safe for several threads at once.
/// </summary>
/// <param name="source">Where the pages come from.</param>
/// <param name="query">What is wanted.</param>
/// <param name="context">Where requests report, and what ends them.</param>
internal sealed class ListReader<TItem>(IListSource<TItem> source, ListQuery query, CallContext context)
{
    private readonly SeenItems _seen = new(keepsNewest: query.ThrottleLimit != 1);
    private readonly PageCheck _check = new();
    private readonly PagesInFlight _inFlight = new(query.ThrottleLimit);
    private readonly RequestWeight _weight = new(query.PageSize);
    private Refusals? _refusals;
    private int? _left = query.First;
    private HashSet<Guid>? _wanted;

    /// <summary>Called for each page that was read, with its number of items and how far back in time it reaches, if that is known.</summary>
    public Action<int, DateTimeOffset?>? PageRead { get; init; }

    /// <summary>How many pages were read.</summary>
    public int Pages { get; private set; }

    /// <summary>Where the page begins that was waited for last; null for the newest item of a window.</summary>
    public string? Cursor { get; private set; }

    /// <summary>The ids that Mews refused so far.</summary>
    public IReadOnlyList<RefusedId> Refused => Refusals.Ids;

    /// <summary>Whether some ids were asked for after others, so that the list is sorted no longer.</summary>
    public bool AreIdsApart => Refusals.AreIdsApart;

    /// <summary>How many batches of ids are to be asked for at the same time next.</summary>
    public int BatchesAtOnce => _inFlight.Next;

    /// <summary>Whether as many items were read as are wanted at most.</summary>
    public bool IsDone => _left == 0;

    private bool IsComplete => IsDone || _wanted is { Count: 0 };

    private Refusals Refusals => _refusals ??= new Refusals(_weight, () => source.IsLimitNear, context);

    /// <summary>Reads segments, each taken from the plan only when it is needed.</summary>
    /// <param name="plan">The segments.</param>
    /// <param name="wanted">The ids of the items to find, if they are what is asked for; those that are found or refused are taken out.</param>
    public IEnumerable<TItem> Read(IEnumerable<Segment> plan, HashSet<Guid>? wanted = null)
    {
        _wanted = wanted;

        var isSequential = query.ThrottleLimit == 1 || (wanted is not null && !query.IsOfIdsAlone);
        var cut = !isSequential && source.MaximumMonths is { } months ? new SegmentCut(months) : null;
        using var ahead = new ReadAhead<TItem>(plan, goesOn: wanted is null);
        while (!IsComplete)
        {
            RequestFirst(ahead, cut, isSequential);
            if (IsComplete || ahead.TakeFirst() is not { } step)
            {
                yield break;
            }

            Cursor = step.Segment.Cursor;
            if (!TryAwait(ahead, step, out var response))
            {
                continue;
            }

            var items = TakePage(ahead, cut, step, response!);

            // As soon as the first of a page is wanted; of the very first page, when half of it is consumed.
            var requestAt = Pages == 1 ? (items.Count + 1) / 2 : 0;
            for (var at = 0; at < items.Count; at++)
            {
                context.Deliver();
                if (at == requestAt)
                {
                    HoldBack();
                    RequestAhead(ahead, cut, isSequential ? 1 : _inFlight.WhileConsuming, isWaiting: false);
                }

                yield return items[at];
            }

            _inFlight.PageConsumed();
        }
    }

    /// <summary>Requests the first page if it was not, and others while it is waited for.</summary>
    private void RequestFirst(ReadAhead<TItem> ahead, SegmentCut? cut, bool isSequential)
    {
        var isThere = ahead.TakeFirst()?.Response?.IsCompleted == true;
        if (!isThere)
        {
            _inFlight.ConsumerWaits();
        }

        HoldBack();
        var most = isSequential || Pages == 0 ? 1 : isThere ? _inFlight.WhileConsuming : _inFlight.WhileWaiting;
        RequestAhead(ahead, cut, most, isWaiting: true);
    }

    private void HoldBack() => _inFlight.HoldBack(context.Refusals, source.RequestsLeft);

    /// <summary>Requests pages, so many at most at the same time; the first in any case if the consumer waits for it.</summary>
    private void RequestAhead(ReadAhead<TItem> ahead, SegmentCut? cut, int most, bool isWaiting)
    {
        while (!IsComplete && ahead.TakeUnrequested() is { } step)
        {
            // What is left of a search depends on all that comes before it.
            var isFirst = step == ahead.TakeFirst();
            if (step.Segment.IsRestOfSearch && !isFirst)
            {
                return;
            }

            var current = Current(step.Segment);
            if (current.Length != 1)
            {
                ahead.Replace(step, current);
                continue;
            }

            // Behind others, a page is requested only if it is wanted however many items those bring.
            var segment = current[0];
            var requested = ahead.RequestedItems;
            var isWanted = isFirst
                || ((_left is null || requested + _weight.Items <= _left) && (_wanted is null || requested < _wanted.Count) && !ahead.IsBehind(step, IsLong));
            var hasRoom = (isFirst && isWaiting) || ahead.Requested < most;
            if (!isWanted || !(hasRoom || TryMakeRoom(ahead, cut, step)))
            {
                return;
            }

            // It is cut for the page after it, unless there will be none.
            var count = Math.Min(_weight.Items, _left ?? int.MaxValue);
            var toPage = MayCut(ahead, cut, count) && _inFlight.MayBeSeveral && segment.Search is null
                && (_left is null || requested + count + _weight.Items <= _left);
            if (!step.IsBehindOthers && cut?.At(segment, count, toPage) is { } at)
            {
                step = ahead.Replace(step, segment.CutAt(at, toPage))!;
            }
            else if (segment != step.Segment)
            {
                step = ahead.Replace(step, segment)!;
            }

            cut?.Requested();
            Request(step, count);
        }

        // What is requested behind many pages would be in their way until the last of them is consumed.
        bool IsLong(Segment segment) => cut?.HoldsFewPages(segment, _weight.Items) == false;
    }

    private void Request(ReadAhead<TItem>.Step step, int count)
    {
        var (segment, cursor) = (step.Segment, step.Cursor);
        var repeat = Refusals.CanBeLighter(segment, count) ? Repeat.ReadUnlessTooHeavy : Repeat.Read;
        step.Request(count, ended => source.SendAsync(segment, new(count, cursor), repeat, ended), context);
    }

    /// <summary>Makes room for a page, if it is worth more than the last one that was requested behind it.</summary>
    /// <returns>Whether there is room.</returns>
    private bool TryMakeRoom(ReadAhead<TItem> ahead, SegmentCut? cut, ReadAhead<TItem>.Step step)
    {
        var isWorthMore = cut?.IsWorthRoom(step.Segment, _weight.Items, _inFlight.Limit) == true && MayCut(ahead, cut, _weight.Items);
        if (!isWorthMore || ahead.LastRequestedAfter(step) is not { } last)
        {
            return false;
        }

        ahead.Withdraw(last);
        _inFlight.Withdrawn();
        context.Report($"{source.Operation}: the page of{Described(last.Segment)} is withdrawn, since what comes before it holds more than expected");
        return true;
    }

    /// <summary>Whether segments may be cut to about a page now: always if the user has chosen how many pages are requested at the same time.</summary>
    private bool MayCut(ReadAhead<TItem> ahead, SegmentCut? cut, int count) => query.ThrottleLimit > 1 || cut?.MayCut(ahead.Requested, count) == true;

    /// <summary>A segment as it is to be requested now.</summary>
    private Segment[] Current(Segment segment)
    {
        var current = Refusals.Current(segment);
        ForgetRefused();
        return current;
    }

    /// <summary>Waits for a page.</summary>
    /// <returns>Whether it came; otherwise something else is to be requested in its place.</returns>
    private bool TryAwait(ReadAhead<TItem> ahead, ReadAhead<TItem>.Step step, out ApiResponse<Page<TItem>>? response)
    {
        response = null;
        try
        {
            response = context.Await(step.Response!);
            return true;
        }
        catch (MewsApiException e)
        {
            var segments = Refusals.InPlaceOf(step.Segment, step.Count, e);
            ForgetRefused();
            if (segments is null)
            {
                throw;
            }

            ahead.Replace(step, segments);
            return false;
        }
    }

    private void ForgetRefused() => _wanted?.ExceptWith(Refused.Select(refused => refused.Id));

    /// <summary>Takes what is new of a page, and goes on with its segment.</summary>
    private IReadOnlyList<TItem> TakePage(ReadAhead<TItem> ahead, SegmentCut? cut, ReadAhead<TItem>.Step step, ApiResponse<Page<TItem>> response)
    {
        var segment = step.Segment;
        var page = response.Body;
        var items = page.Items!;
        Pages++;
        context.Report($"{source.Operation}: page {Pages}{Described(segment)}: {items.Count} of at most {step.Count}, {response.Outcome}");
        context.Deliver();

        // Items of other operations than those for threads and messages are not known.
        var known = items as IReadOnlyList<IItem>;
        if (known is not null && _check.Flaw(segment, known) is { } flaw)
        {
            throw new MewsProtocolException(source.Operation, flaw, response.RequestId);
        }

        if (page.Cursor is not null && !segment.IsProgress(page))
        {
            throw new MewsProtocolException(source.Operation, "a cursor or an item repeats, so the list would never end.", response.RequestId);
        }

        var fresh = known is null ? items : Fresh(segment, items, known);
        _weight.Accept(step.Count, segment.Window);
        GoOn(ahead, cut, step, page, known);
        if (_left is { } left)
        {
            fresh = fresh.Count > left ? [.. fresh.Take(left)] : fresh;
            _left = left - fresh.Count;
        }

        PageRead?.Invoke(fresh.Count, ReachedBack(segment.Window, known is { Count: > 0 } ? known[known.Count - 1] : null));
        return fresh;
    }

    private void GoOn(ReadAhead<TItem> ahead, SegmentCut? cut, ReadAhead<TItem>.Step step, Page<TItem> page, IReadOnlyList<IItem>? known)
    {
        var segment = step.Segment;
        var count = page.Items!.Count;
        var areFound = _wanted is not null && segment.Ids?.Any(_wanted.Contains) == false;
        var isOver = page.Cursor is null || count < step.Count || areFound;
        if (known is not null)
        {
            cut?.Learn(segment, known, step.Count, isOver);
        }

        if (isOver)
        {
            ahead.Replace(step);
            return;
        }

        DateTimeOffset? reached = known is { Count: > 0 } ? known[known.Count - 1].CreatedUtc : null;
        segment.Advance(page.Cursor!, reached, known is null ? null : _seen.NearEnd(segment, known, isById: _wanted is not null));
        ahead.GoOn(step);
    }

    private List<TItem> Fresh(Segment segment, IReadOnlyList<TItem> items, IReadOnlyList<IItem> known)
    {
        var fresh = new List<TItem>(items.Count);
        for (var at = 0; at < items.Count; at++)
        {
            if (_wanted?.Remove(known[at].Id) != false && source.Passes(items[at]) && _seen.IsNew(known[at], segment))
            {
                fresh.Add(items[at]);
            }
        }

        return fresh;
    }

    private static DateTimeOffset? ReachedBack(Window window, IItem? oldest) =>
        window.Created is { } created ? oldest?.CreatedUtc ?? created.Start
        : window.Updated is { } updated ? oldest?.UpdatedUtc ?? updated.Start
        : null;

    private static string Described(Segment segment) => segment.ToString() is { Length: > 0 } what ? $" [{what}]" : "";
}
