using System.Net;
using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Threads;

/// <summary>
/// Reads the threads of one command, page by page and only as they are taken. Not safe for several threads at once.
/// </summary>
internal sealed class ThreadReader
{
    /// <summary>Asking for fewer items than this at a time makes no request lighter; a shorter window does.</summary>
    public const int SmallestPage = 10;

    private readonly ConnectorClient _client;
    private readonly ThreadQuery _query;
    private readonly DateTimeOffset _openEnd;
    private readonly IRequestObserver _observer;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<IReadOnlyCollection<Guid>?> _enterpriseBatches;
    private readonly List<RejectedId> _rejected = [];

    // The only threads that a second window can return again.
    private readonly HashSet<Guid> _emittedAtEdges = [];
    private int _pageSize;
    private int _pages;
    private int _left;

    /// <param name="client">Sends the requests.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
    /// <param name="observer">Is told of each request.</param>
    /// <param name="cancellation">Ends a request at any moment.</param>
    public ThreadReader(
        ConnectorClient client, ThreadQuery query, DateTimeOffset openEnd, IRequestObserver observer, CancellationToken cancellation)
    {
        _client = client;
        _query = query;
        _openEnd = openEnd;
        _observer = observer;
        _cancellation = cancellation;
        _pageSize = query.PageSize;
        _left = query.First ?? int.MaxValue;
        _enterpriseBatches = query.EnterpriseIds is null ? new IReadOnlyCollection<Guid>?[] { null } : Batches(query.EnterpriseIds.Distinct());
    }

    /// <summary>Whether as many threads were read as the query wants at most.</summary>
    public bool IsDone => _left == 0;

    /// <summary>The ids that Mews refused, so far; their threads are not among what was read.</summary>
    public IReadOnlyList<RejectedId> Rejected => _rejected;

    /// <summary>Reads the threads in the query's windows.</summary>
    /// <param name="wanted">
    /// The ids to ask for, at most 1000; those that are found or refused are taken out. Null to read whatever the windows hold.
    /// </param>
    public IEnumerable<ThreadPage> Read(HashSet<Guid>? wanted = null)
    {
        foreach (var window in ThreadPlan.Windows(_query, wanted is not null, _openEnd))
        {
            foreach (var enterprises in _enterpriseBatches)
            {
                if (IsComplete(wanted))
                {
                    yield break;
                }

                var ids = wanted?.ToArray();
                var part = new Part(window, enterprises, ids, Cursor: null, Reached: null, Emitted: window.Updated is null ? null : []);
                foreach (var page in ReadPart(part, wanted))
                {
                    yield return page;
                }
            }
        }
    }

    /// <summary>Reads one part of the plan, and cuts it where Mews cannot take it whole.</summary>
    private IEnumerable<ThreadPage> ReadPart(Part part, HashSet<Guid>? wanted)
    {
        var cursors = new HashSet<string>();
        while (true)
        {
            var count = Math.Min(_pageSize, _left);
            ApiResponse<GetMessageThreadsResponse> response;
            try
            {
                response = Request(part, count);
            }
            catch (MewsApiException e) when (e.StatusCode == HttpStatusCode.RequestTimeout && count > SmallestPage)
            {
                _pageSize = Math.Max(SmallestPage, count / 2);
                _observer.Report($"{e.Message} Asking for {_pageSize} threads at a time");
                continue;
            }
            catch (MewsApiException e) when (
                (e.StatusCode == HttpStatusCode.RequestTimeout && part.Halves() is not null)
                || (e.StatusCode == HttpStatusCode.BadRequest && part is { Cursor: null, Ids.Length: > 1 }))
            {
                _observer.Report($"{e.Message} Asking for it in two parts");
                break;
            }
            catch (MewsApiException e) when (e.StatusCode == HttpStatusCode.BadRequest && part is { Cursor: null, Ids.Length: 1 })
            {
                _rejected.Add(new RejectedId(part.Ids![0], e));
                wanted!.Remove(part.Ids[0]);
                yield break;
            }

            var threads = response.Body.MessageThreads!;
            var next = response.Body.Cursor;
            if (next is not null && !cursors.Add(next))
            {
                throw new MewsProtocolException(
                    Operations.GetMessageThreads.Name, "a cursor repeats, so the list would never end.", response.RequestId);
            }

            var fresh = threads.Where(thread => IsFresh(thread!, part, wanted)).Take(_left).ToList();
            _left -= _query.First is null ? 0 : fresh.Count;
            yield return new ThreadPage(fresh!, _pages, ReachedBack(part.Window, threads));

            if (IsComplete(wanted) || next is null || threads.Count < count)
            {
                yield break;
            }

            part = part with { Cursor = next, Reached = threads[threads.Count - 1]!.CreatedUtc };
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

    private bool IsComplete(HashSet<Guid>? wanted) => IsDone || wanted is { Count: 0 };

    private ApiResponse<GetMessageThreadsResponse> Request(Part part, int count)
    {
        var (window, ids) = (part.Window, part.Ids);
        var canAskForLess = count > SmallestPage || part.Halves() is not null;
        var response = _client.Send(
            Operations.GetMessageThreads,
            new(part.EnterpriseIds, ids, window.Created, window.Updated, new(count, part.Cursor)),
            canAskForLess ? Repeat.ReadUnlessTooHeavy : Repeat.Read,
            _observer,
            _cancellation);
        _pages++;
        var idCount = ids is null ? "" : $", {ids.Length} ids";
        _observer.Report(
            $"{Operations.GetMessageThreads.Name}: page {_pages} [{window}{idCount}]: {response.Body.MessageThreads!.Count} threads "
            + $"of at most {count}, 200 OK in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
        return response;
    }

    /// <summary>Whether a thread is to be emitted: it is what was asked for, and was not emitted before.</summary>
    private bool IsFresh(MessageThread thread, Part part, HashSet<Guid>? wanted)
    {
        if (wanted is not null && !wanted.Remove(thread.Id))
        {
            return false;
        }

        return _query.Created.IsBeforeEnd(thread.CreatedUtc)
            && _query.Updated.IsBeforeEnd(thread.UpdatedUtc)
            && part.Emitted?.Add(thread.Id) is null or true
            && !(part.Window.IsAtOlderEdge(thread) ? !_emittedAtEdges.Add(thread.Id) : _emittedAtEdges.Contains(thread.Id));
    }

    private static DateTimeOffset? ReachedBack(Window window, List<MessageThread?> threads)
    {
        var oldest = threads.Count == 0 ? null : threads[threads.Count - 1];
        return window.Created is { } created ? oldest?.CreatedUtc ?? created.Start
            : window.Updated is { } updated ? oldest?.UpdatedUtc ?? updated.Start
            : null;
    }

    private static List<IReadOnlyCollection<Guid>> Batches(IEnumerable<Guid> ids)
    {
        var batches = new List<IReadOnlyCollection<Guid>>();
        var rest = ids.ToList();
        for (var at = 0; at < rest.Count; at += ThreadQuery.MaximumCount)
        {
            batches.Add(rest.GetRange(at, Math.Min(ThreadQuery.MaximumCount, rest.Count - at)));
        }

        return batches;
    }
}
