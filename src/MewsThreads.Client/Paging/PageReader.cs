using System.Net;
using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Paging;

/// <summary>
/// Reads the items of one command, page by page and only as they are taken. Not safe for several threads at once.
/// </summary>
internal abstract class PageReader<TItem>
    where TItem : class, IItem
{
    private readonly PageQuery _query;
    private readonly string _operation;
    private readonly List<RejectedId> _rejected = [];

    // The only items that a second window can return again.
    private readonly HashSet<Guid> _emittedAtEdges = [];
    private int _pageSize;
    private int _pages;
    private int _left;

    /// <param name="client">Sends the requests.</param>
    /// <param name="operation">The operation's name.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="observer">Is told of each request.</param>
    /// <param name="cancellation">Ends a request at any moment.</param>
    protected PageReader(
        ConnectorClient client, string operation, PageQuery query, IRequestObserver observer, CancellationToken cancellation)
    {
        Client = client;
        Observer = observer;
        Cancellation = cancellation;
        _operation = operation;
        _query = query;
        _pageSize = query.PageSize;
        _left = query.First ?? int.MaxValue;
        EnterpriseBatches = query.EnterpriseIds is null ? new IReadOnlyCollection<Guid>?[] { null } : Batches(query.EnterpriseIds.Distinct());
    }

    /// <summary>Whether as many items were read as the query wants at most.</summary>
    public bool IsDone => _left == 0;

    /// <summary>The ids that Mews refused, so far; what belongs to them is not among what was read.</summary>
    public IReadOnlyList<RejectedId> Rejected => _rejected;

    protected ConnectorClient Client { get; }

    protected IRequestObserver Observer { get; }

    protected CancellationToken Cancellation { get; }

    /// <summary>The enterprises to ask for, at most 1000 at a time; one batch of null where none were named.</summary>
    protected IReadOnlyList<IReadOnlyCollection<Guid>?> EnterpriseBatches { get; }

    /// <summary>Sends one request.</summary>
    protected abstract ApiResponse<PageResponse<TItem>> Send(Part part, Limitation limitation, Repeat repeat);

    /// <summary>Whether an item passes the ends of the query that Mews may read otherwise.</summary>
    protected abstract bool Passes(TItem item);

    /// <summary>Reads one part of a plan, and cuts it where Mews cannot take it whole.</summary>
    /// <param name="part">The part.</param>
    /// <param name="wanted">
    /// The ids of the items to find, where they are what is asked for; those that are found or refused are taken out.
    /// </param>
    protected IEnumerable<ItemPage<TItem>> ReadPart(Part part, HashSet<Guid>? wanted)
    {
        // A part that begins at a cursor must not come back to it either.
        HashSet<string> cursors = part.Cursor is null ? [] : [part.Cursor];
        while (true)
        {
            var count = Math.Min(_pageSize, _left);
            ApiResponse<PageResponse<TItem>> response;
            try
            {
                response = Request(part, count);
            }
            catch (MewsApiException e) when (e.StatusCode == HttpStatusCode.RequestTimeout && count > PageQuery.LightestCount)
            {
                _pageSize = Math.Max(PageQuery.LightestCount, count / 2);
                Observer.Report($"{e.Message} Asking for {_pageSize} at a time");
                continue;
            }
            catch (MewsApiException e) when (
                (e.StatusCode == HttpStatusCode.RequestTimeout && part.Halves() is not null)
                || (e.StatusCode == HttpStatusCode.BadRequest && part is { Cursor: null, Ids.Length: > 1 }))
            {
                Observer.Report($"{e.Message} Asking for it in two parts");
                break;
            }
            catch (MewsApiException e) when (e.StatusCode == HttpStatusCode.BadRequest && part is { Cursor: null, Ids.Length: 1 })
            {
                _rejected.Add(new RejectedId(part.Ids![0], e));
                wanted?.Remove(part.Ids[0]);
                yield break;
            }

            var items = response.Body.Items!;
            var next = response.Body.Cursor;
            if (next is not null && !cursors.Add(next))
            {
                throw new MewsProtocolException(
                    _operation, "a cursor repeats, so the list would never end.", response.RequestId);
            }

            var fresh = items.Where(item => IsFresh(item!, part, wanted)).Take(_left).ToList();
            _left -= _query.First is null ? 0 : fresh.Count;
            yield return new ItemPage<TItem>(fresh!, _pages, ReachedBack(part.Window, items));

            if (IsComplete(wanted) || next is null || items.Count < count)
            {
                yield break;
            }

            part = part with { Cursor = next, Reached = items[items.Count - 1]!.CreatedUtc };
        }

        foreach (var half in part.Halves()!)
        {
            if (IsComplete(wanted))
            {
                yield break;
            }

            foreach (var page in ReadPart(half, wanted))
            {
                yield return page;
            }
        }
    }

    /// <summary>Whether nothing more is to be asked for.</summary>
    protected bool IsComplete(HashSet<Guid>? wanted) => IsDone || wanted is { Count: 0 };

    protected static List<IReadOnlyCollection<Guid>> Batches(IEnumerable<Guid> ids)
    {
        var batches = new List<IReadOnlyCollection<Guid>>();
        var rest = ids.ToList();
        for (var at = 0; at < rest.Count; at += PageQuery.MaximumCount)
        {
            batches.Add(rest.GetRange(at, Math.Min(PageQuery.MaximumCount, rest.Count - at)));
        }

        return batches;
    }

    private ApiResponse<PageResponse<TItem>> Request(Part part, int count)
    {
        var canAskForLess = count > PageQuery.LightestCount || part.Halves() is not null;
        var response = Send(part, new(count, part.Cursor), canAskForLess ? Repeat.ReadUnlessTooHeavy : Repeat.Read);
        _pages++;
        var what = string.Join(", ", new[] { part.Window.ToString(), part.Ids is null ? "" : $"{part.Ids.Length} ids" }.Where(text => text.Length > 0));
        Observer.Report(
            $"{_operation}: page {_pages} [{what}]: {response.Body.Items!.Count} of at most {count}, "
            + $"200 OK in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
        return response;
    }

    /// <summary>Whether an item is to be emitted: it is what was asked for, and was not emitted before.</summary>
    private bool IsFresh(TItem item, Part part, HashSet<Guid>? wanted)
    {
        if (wanted is not null && !wanted.Remove(item.Id))
        {
            return false;
        }

        return Passes(item)
            && part.Emitted?.Add(item.Id) is null or true
            && !(part.Window.IsAtOlderEdge(item) ? !_emittedAtEdges.Add(item.Id) : _emittedAtEdges.Contains(item.Id));
    }

    private static DateTimeOffset? ReachedBack(Window window, List<TItem?> items)
    {
        var oldest = items.Count == 0 ? null : items[items.Count - 1];
        return window.Created is { } created ? oldest?.CreatedUtc ?? created.Start
            : window.Updated is { } updated ? oldest?.UpdatedUtc ?? updated.Start
            : null;
    }
}
