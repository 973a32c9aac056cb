using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>
/// Reads a list, each item once, and requests pages as they are consumed: nothing beyond the first one until half of it is, so that a look at a
/// few items is one request; from then on as many as may be requested ahead. Not safe for several threads at once.
/// </summary>
/// <param name="source">Where the pages come from.</param>
/// <param name="query">What is wanted.</param>
/// <param name="context">Where requests report, and what ends them.</param>
internal sealed class ListReader<TItem>(IListSource<TItem> source, ListQuery query, CallContext context)
{
    private readonly RefusedIds _refused = new(() => source.IsLimitNear, context);
    private readonly SeenItems _seen = new(keepsNewest: query.ThrottleLimit > 1);
    private readonly PageCheck _check = new();
    private readonly RequestWeight _weight = new(query.PageSize);
    private int? _left = query.First;
    private HashSet<Guid>? _wanted;

    /// <summary>Called for each page that was read, with its number of items and how far back in time it reaches, if that is known.</summary>
    public Action<int, DateTimeOffset?>? PageRead { get; init; }

    /// <summary>How many pages were read.</summary>
    public int Pages { get; private set; }

    /// <summary>Where the page begins that was waited for last; null for the newest item of a window.</summary>
    public string? Cursor { get; private set; }

    /// <summary>The ids that Mews refused so far.</summary>
    public IReadOnlyList<RefusedId> Refused => _refused.All;

    /// <summary>Whether some ids were asked for after others, so that the list is sorted no longer.</summary>
    public bool AreIdsApart { get; private set; }

    /// <summary>Whether as many items were read as are wanted at most.</summary>
    public bool IsDone => _left == 0;

    private bool IsComplete => IsDone || _wanted is { Count: 0 };

    /// <summary>Reads segments, each taken from the plan only when it is needed.</summary>
    /// <param name="plan">The segments.</param>
    /// <param name="wanted">The ids of the items to find, if they are what is asked for; those that are found or refused are taken out.</param>
    public IEnumerable<TItem> Read(IEnumerable<Segment> plan, HashSet<Guid>? wanted = null)
    {
        _wanted = wanted;

        // Which ids are still to be asked for, only the response tells.
        var limit = wanted is null ? query.ThrottleLimit : 1;
        var cut = limit > 1 && source.MaximumMonths is { } months ? new SegmentCut(months) : null;
        using var ahead = new ReadAhead<TItem>(plan, limit);
        while (!IsComplete)
        {
            RequestAhead(ahead, cut, onlyFirst: Pages == 0);
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
                    RequestAhead(ahead, cut, onlyFirst: false);
                }

                yield return items[at];
            }
        }
    }

    private void RequestAhead(ReadAhead<TItem> ahead, SegmentCut? cut, bool onlyFirst)
    {
        while (!IsComplete && (cut is not null || !ahead.IsFull) && ahead.TakeUnrequested() is { } step)
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
            var isWanted = isFirst || (!onlyFirst && (_left is null || requested + _weight.Items <= _left));
            if (!isWanted || !TryMakeRoom(ahead, cut, step))
            {
                return;
            }

            // It is cut for the page after it, unless there will be none.
            var count = Math.Min(_weight.Items, _left ?? int.MaxValue);
            var isCut = segment.Search is null && (_left is null || requested + count + _weight.Items <= _left);
            if (cut?.At(segment, count, isCut) is { } at)
            {
                step = ahead.Replace(step, segment.CutAt(at))!;
            }
            else if (segment != step.Segment)
            {
                step = ahead.Replace(step, segment)!;
            }

            Request(step, count);
        }
    }

    private void Request(ReadAhead<TItem>.Step step, int count)
    {
        var segment = step.Segment;
        var canBeLighter = RequestWeight.CanBeFewer(count) || Lighter(segment) is not null;
        var repeat = canBeLighter ? Repeat.ReadUnlessTooHeavy : Repeat.Read;
        step.Request(count, ended => source.SendAsync(segment, new(count, segment.Cursor), repeat, ended), context);
    }

    /// <summary>Makes room for a page, if it is worth more than the last one that was requested behind it.</summary>
    /// <returns>Whether there is room.</returns>
    private bool TryMakeRoom(ReadAhead<TItem> ahead, SegmentCut? cut, ReadAhead<TItem>.Step step)
    {
        if (!ahead.IsFull)
        {
            return true;
        }

        var isWorthMore = cut is not null && cut.PagesIn(step.Segment, _weight.Items) >= ahead.Limit;
        if (!isWorthMore || ahead.LastRequestedAfter(step) is not { } last)
        {
            return false;
        }

        ahead.Withdraw(last);
        context.Report($"{source.Operation}: the page of{Described(last.Segment)} is withdrawn, since what comes before it holds more than expected");
        return true;
    }

    /// <summary>A segment as it is to be requested now.</summary>
    private Segment[] Current(Segment segment)
    {
        var current = _refused.Current(segment);
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
            if (InPlaceOf(step, e) is not { } segments)
            {
                throw;
            }

            ahead.Replace(step, segments);
            return false;
        }
    }

    /// <summary>What is to be requested in place of a page that Mews refused; null if nothing else can be asked for.</summary>
    private Segment[]? InPlaceOf(ReadAhead<TItem>.Step step, MewsApiException refusal)
    {
        // The ids are what makes a request large.
        var segment = step.Segment;
        var isOfIds = refusal.IsTooLarge && segment is { Cursor: null, Ids.Length: > 1 };
        var isOfWindow = IsTooLong(segment) && Lighter(segment) is not null;
        if (refusal.IsTooMuch && !isOfIds && !isOfWindow && RequestWeight.CanBeFewer(step.Count))
        {
            _weight.AskForFewer(step.Count);
            context.Report($"{refusal.Message} Asking for {_weight.Items} at a time");
            return [segment];
        }

        var segments = _refused.InPlaceOf(segment, refusal, IsTooLong(segment));
        ForgetRefused();
        segments ??= refusal.IsTooMuch ? Lighter(segment) : null;
        if (segments is { Length: > 1 })
        {
            context.Report($"{refusal.Message} Asking for it in two parts");
        }

        if (segments is [var first, ..])
        {
            AreIdsApart |= first.Ids != segment.Ids;
            if (refusal.IsTooMuch && first.Window != segment.Window)
            {
                _weight.Shorten(segment.Window);
            }
        }

        return segments;
    }

    private Segment[]? Lighter(Segment segment) => segment.Lighter(IsTooLong(segment));

    /// <summary>Whether a segment's window is known to be too long for Mews, however little is asked of it.</summary>
    private bool IsTooLong(Segment segment) => _weight.IsTooLong(segment.Window);

    private void ForgetRefused() => _wanted?.ExceptWith(_refused.All.Select(refused => refused.Id));

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
        var isOver = page.Cursor is null || count < step.Count;
        DateTimeOffset? newest = known is { Count: > 0 } ? known[0].CreatedUtc : null;
        DateTimeOffset? reached = known is { Count: > 0 } ? known[known.Count - 1].CreatedUtc : null;
        cut?.Learn(segment, count, newest, isOver ? null : reached);
        if (isOver)
        {
            ahead.Replace(step);
            return;
        }

        segment.Advance(page.Cursor!, reached, known is null ? null : _seen.NearEnd(segment, known, isById: _wanted is not null));
        ahead.Replace(step, segment);
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
