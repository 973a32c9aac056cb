using System.Net;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>The ids of a list that Mews refuses to be asked for. It finds them, and takes them out of what is to be asked for.</summary>
/// <param name="isLimitNear">Whether most requests that the access token may send now are used.</param>
/// <param name="context">Where the search reports.</param>
internal sealed class RefusedIds(Func<bool> isLimitNear, CallContext context)
{
    // Fewer refused ids do not show that most of a batch are.
    private const int LeastToJudge = 20;

    private readonly List<RefusedId> _all = [];
    private readonly HashSet<Guid> _ids = [];
    private MewsApiException? _refusal;

    /// <summary>Those found so far; what belongs to them is not among what was read.</summary>
    public IReadOnlyList<RefusedId> All => _all;

    /// <summary>
    /// What is to be asked for now in place of a segment: the next group of a search, or the segment without the ids that were refused; nothing
    /// if nothing is left of it.
    /// </summary>
    public Segment[] Current(Segment segment)
    {
        if (segment.IsRestOfSearch)
        {
            var group = segment.Search!.Next();
            Note(segment.Search);
            return group is null ? [] : [segment.With(group, segment.Search), segment];
        }

        if (_all.Count == 0 || segment is not { Cursor: null, Ids: { } ids } || !ids.Any(_ids.Contains))
        {
            return [segment];
        }

        Guid[] left = [.. ids.Where(id => !_ids.Contains(id))];
        return left.Length == 0 ? [] : [segment.With(left, segment.Search)];
    }

    /// <summary>What is to be asked for in place of a segment that Mews refused; null if the refusal is not about its ids.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="isTooLong">Whether its window is known to be too long, so that to ask for fewer ids would not help.</param>
    public Segment[]? InPlaceOf(Segment segment, MewsApiException refusal, bool isTooLong)
    {
        if (refusal.IsTooMuch && segment is { Cursor: null, Ids.Length: > 1, Search: { } heavy } && !isTooLong)
        {
            heavy.AskForLess();
            return [];
        }

        if (refusal.StatusCode != HttpStatusCode.BadRequest || segment is not { Cursor: null, Ids: { } ids })
        {
            segment.Search?.Doubt();
            return null;
        }

        // It was asked for ahead, before it was known.
        if (ids.Any(_ids.Contains))
        {
            return [segment];
        }

        _refusal = refusal;
        if (segment.Search is { } search)
        {
            search.Refuse();
            Note(search);
            return [];
        }

        context.Report($"{refusal.Message} Looking for what is refused among the {ids.Length} ids");
        return [segment.With([], new IdSearch(ids))];
    }

    /// <summary>Notes what a search has found.</summary>
    private void Note(IdSearch search)
    {
        foreach (var id in search.Bad.Where(_ids.Add))
        {
            _all.Add(new RefusedId(id, _refusal!));
        }

        // If nearly every id is refused, each costs a request.
        if (search.Bad.Count >= LeastToJudge && search.Bad.Count * 2 > search.Settled && isLimitNear())
        {
            throw new MewsUnknownIdsException(_refusal!, search.Bad.Count, search.Settled);
        }
    }
}

/// <summary>An id that Mews refuses to be asked for.</summary>
internal sealed record RefusedId(Guid Id, MewsApiException Reason);
