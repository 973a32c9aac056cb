using System.Net;
using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Paging;

/// <summary>Reads items that lie in windows of time or belong to ids, each of them once.</summary>
internal abstract class ItemReader<TItem> : PageReader<TItem>
    where TItem : class, IItem
{
    // Fewer bad ids do not show that most of a batch are bad.
    private const int LeastToJudge = 20;

    private readonly PageQuery _query;
    private readonly int _maximumMonths;
    private readonly List<RejectedId> _rejected = [];
    private readonly HashSet<Guid> _rejectedIds = [];
    private readonly PageScope _scope = new();

    // The only items that a second window can return again.
    private readonly HashSet<Guid> _emittedAtEdges = [];

    // Of the newest window with an update filter: what is updated meanwhile moves there from an older one, whose page may be there already.
    private readonly HashSet<Guid> _emittedOfNewest = [];
    private DateTimeOffset? _newestUpdate;
    private HashSet<Guid>? _wanted;
    private bool _isUnsorted;
    private MewsApiException? _refusal;

    /// <param name="operation">The operation's name.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="maximumMonths">The most months that a request may span.</param>
    /// <param name="observer">Is told of each request.</param>
    /// <param name="cancellation">Ends a request at any moment.</param>
    protected ItemReader(string operation, PageQuery query, int maximumMonths, IRequestObserver observer, CancellationToken cancellation)
        : base(operation, query.PageSize, query.First, observer, cancellation)
    {
        _query = query;
        _maximumMonths = maximumMonths;
        EnterpriseBatches = query.EnterpriseIds is null ? new IReadOnlyCollection<Guid>?[] { null } : Batches(query.EnterpriseIds.Distinct());
    }

    /// <summary>The ids that Mews refused, so far; what belongs to them is not among what was read.</summary>
    public IReadOnlyList<RejectedId> Rejected => _rejected;

    /// <summary>Whether some ids were asked for after others, so that the list is sorted no longer.</summary>
    public bool AreIdsApart { get; private set; }

    /// <summary>The enterprises to ask for, at most 1000 at a time; one batch of null where none were named.</summary>
    private IReadOnlyList<IReadOnlyCollection<Guid>?> EnterpriseBatches { get; }

    protected override bool IsComplete => IsDone || _wanted is { Count: 0 };

    /// <summary>Whether most requests that the access token may send now are used.</summary>
    protected abstract bool IsLimitNear { get; }

    /// <summary>Whether an item passes the ends of the query that Mews may read otherwise.</summary>
    protected abstract bool Passes(TItem item);

    /// <summary>Reads the parts of a plan.</summary>
    /// <param name="plan">The parts.</param>
    /// <param name="wanted">
    /// The ids of the items to find, where they are what is asked for; those that are found or refused are taken out.
    /// </param>
    protected IEnumerable<ItemPage<TItem>> Read(IEnumerable<Part> plan, HashSet<Guid>? wanted)
    {
        _wanted = wanted;

        // Which ids are still to be asked for, only the answer tells.
        var limit = wanted is null ? _query.ThrottleLimit : 1;
        return Read(plan, limit, limit == 1 ? null : new PageCut(_maximumMonths));
    }

    /// <summary>The parts of a query.</summary>
    /// <param name="windows">Its windows.</param>
    /// <param name="range">All of them as one, where they are of one filter by creation.</param>
    /// <param name="ids">The ids of a request; null where none are asked for.</param>
    /// <param name="enterprises">The enterprises to ask for, at most 1000; null for those of the query.</param>
    protected IEnumerable<Part> Parts(
        IEnumerable<Window> windows, Interval? range, Func<Guid[]?> ids, IReadOnlyCollection<Guid>? enterprises = null)
    {
        // Where pages are cut by what they hold, the windows need not be; of several batches each window comes once for every batch.
        var batches = enterprises is null ? EnterpriseBatches : [enterprises];
        var isCut = range is { } all && all.End > all.Start && _query.ThrottleLimit > 1 && batches.Count == 1;
        return
            from window in isCut ? [new Window(range, null)] : windows
            from batch in batches
            select new Part(window, batch, ids(), Cursor: null, Reached: null, EmittedOf(window));
    }

    protected override object? EndOf(IReadOnlyList<TItem> items) => items.Count == 0 ? null : items[items.Count - 1].Id;

    protected override bool IsProgress(Part part, IReadOnlyList<TItem> items, string cursor) =>
        part.Window.Updated is null ? base.IsProgress(part, items, cursor) : part.Progress.Passes(items.Select(item => item.Id));

    protected override string? Flaw(Part part, IReadOnlyList<TItem> items) => _scope.Flaw(part, items);

    protected override IReadOnlyList<TItem> Fresh(Part part, IReadOnlyList<TItem> items)
    {
        var fresh = new List<TItem>(items.Count);
        foreach (var item in items)
        {
            if (IsFresh(item, part))
            {
                fresh.Add(item);
            }
        }

        return fresh;
    }

    protected override DateTimeOffset? CreatedOf(TItem item) => item.CreatedUtc;

    protected override IReadOnlyCollection<Guid>? ReadNearEnd(Part part, IReadOnlyList<TItem> items)
    {
        // Messages of ids alone come newest first as well, as far as can be seen. Nothing depends on it where threads are wanted by id.
        var isOfIds = part.Window == default && _wanted is null;
        _isUnsorted |= isOfIds && !PageScope.AreSorted(part, items);
        if (!(part.IsSorted || (isOfIds && !_isUnsorted)) || items.Count == 0)
        {
            return null;
        }

        // A page that lies there as a whole may not be the first one: to keep all of these ids could take any amount of memory.
        var reached = items[items.Count - 1].CreatedUtc;
        if ((items[0].CreatedUtc - reached).Duration() <= Reading.Near)
        {
            return null;
        }

        var ids = new List<Guid>();
        for (var at = items.Count - 1; (items[at].CreatedUtc - reached).Duration() <= Reading.Near; at--)
        {
            ids.Add(items[at].Id);
        }

        return ids;
    }

    protected override DateTimeOffset? ReachedBack(Window window, IReadOnlyList<TItem> items)
    {
        var oldest = items.Count == 0 ? null : items[items.Count - 1];
        return window.Created is { } created ? oldest?.CreatedUtc ?? created.Start
            : window.Updated is { } updated ? oldest?.UpdatedUtc ?? updated.Start
            : null;
    }

    /// <summary>The next group of a search, or a part without the ids that were refused, which are not asked for again.</summary>
    protected override Part[] Current(Part part)
    {
        if (part.IsRestOfSearch)
        {
            var group = part.Search!.Next();
            Reject(part.Search);
            return group is null ? [] : [part with { Ids = group }, part];
        }

        if (_rejected.Count == 0 || part is not { Cursor: null, Ids: { } ids } || !ids.Any(IsRejected))
        {
            return [part];
        }

        Guid[] left = [.. ids.Where(id => !IsRejected(id))];
        return left.Length == 0 ? [] : [part with { Ids = left }];
    }

    protected override Part[]? InPlaceOf(Part part, MewsApiException refusal)
    {
        if (IsTooMuch(refusal) && part is { Cursor: null, Ids.Length: > 1, Search: { } heavy } && !IsTooLong(part))
        {
            heavy.AskForLess();
            return [];
        }

        if (refusal.StatusCode != HttpStatusCode.BadRequest || part is not { Cursor: null, Ids: { } ids })
        {
            part.Search?.Doubt();
            var parts = base.InPlaceOf(part, refusal);
            AreIdsApart |= parts is not null && parts[0].Ids != part.Ids;
            return parts;
        }

        // It was asked for ahead, before it was known.
        if (ids.Any(IsRejected))
        {
            return [part];
        }

        _refusal = refusal;
        if (part.Search is { } search)
        {
            search.Refuse();
            Reject(search);
            return [];
        }

        AreIdsApart = true;
        Observer.Report($"{refusal.Message} Looking for what is refused among the {ids.Length} ids");
        return [part with { Ids = [], Search = new IdSearch(ids) }];
    }

    /// <summary>Notes what a search has found.</summary>
    private void Reject(IdSearch search)
    {
        foreach (var id in search.Bad.Where(_rejectedIds.Add))
        {
            _rejected.Add(new RejectedId(id, _refusal!));
            _wanted?.Remove(id);
        }

        // Where nearly every id is bad, each costs a request.
        if (search.Bad.Count >= LeastToJudge && search.Bad.Count * 2 > search.Settled && IsLimitNear)
        {
            throw new MewsUnknownIdsException(_refusal!, search.Bad.Count, search.Settled);
        }
    }

    private HashSet<Guid>? EmittedOf(Window window)
    {
        if (window.Updated is not { } updated)
        {
            return null;
        }

        _newestUpdate ??= updated.End;
        return _query.ThrottleLimit > 1 && updated.End == _newestUpdate ? _emittedOfNewest : [];
    }

    private bool IsRejected(Guid id) => _rejectedIds.Contains(id);

    private static List<IReadOnlyCollection<Guid>> Batches(IEnumerable<Guid> ids)
    {
        var batches = new List<IReadOnlyCollection<Guid>>();
        var rest = ids.ToList();
        for (var at = 0; at < rest.Count; at += PageQuery.MaximumCount)
        {
            batches.Add(rest.GetRange(at, Math.Min(PageQuery.MaximumCount, rest.Count - at)));
        }

        return batches;
    }

    /// <summary>Whether an item is to be emitted: it is what was asked for, and was not emitted before.</summary>
    private bool IsFresh(TItem item, Part part)
    {
        if (_wanted is not null && !_wanted.Remove(item.Id))
        {
            return false;
        }

        return Passes(item)
            && part.ReadBefore?.Held(item) is not true
            && part.Emitted?.Add(item.Id) is null or true
            && (part.Emitted == _emittedOfNewest || !_emittedOfNewest.Contains(item.Id))
            && !(part.Window.IsAtOlderEdge(item) ? !_emittedAtEdges.Add(item.Id) : _emittedAtEdges.Contains(item.Id));
    }
}
