using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Threads;

/// <summary>
/// Reads the threads of one command, page by page and only as they are taken. Not safe for several threads at once.
/// </summary>
internal sealed class ThreadReader
{
    public const string Operation = "messageThreads/getAll";

    private readonly ConnectorClient _client;
    private readonly ThreadQuery _query;
    private readonly DateTimeOffset _openEnd;
    private readonly Action<string> _log;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<IReadOnlyCollection<Guid>?> _enterpriseBatches;

    // The only threads that a second window can return again.
    private readonly HashSet<Guid> _emittedAtEdges = [];
    private int _pages;
    private int _left;

    /// <param name="client">Sends the requests.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
    /// <param name="log">Takes a line for each request.</param>
    /// <param name="cancellation">Ends a request at any moment.</param>
    public ThreadReader(
        ConnectorClient client, ThreadQuery query, DateTimeOffset openEnd, Action<string> log, CancellationToken cancellation)
    {
        _client = client;
        _query = query;
        _openEnd = openEnd;
        _log = log;
        _cancellation = cancellation;
        _left = query.First ?? int.MaxValue;
        _enterpriseBatches = query.EnterpriseIds is null ? new IReadOnlyCollection<Guid>?[] { null } : Batches(query.EnterpriseIds.Distinct());
    }

    /// <summary>Whether as many threads were read as the query wants at most.</summary>
    public bool IsDone => _left == 0;

    /// <summary>Reads the threads in the query's windows.</summary>
    /// <param name="wanted">
    /// The ids to ask for, at most 1000; those that are found are taken out. Null to read whatever the windows hold.
    /// </param>
    public IEnumerable<ThreadPage> Read(HashSet<Guid>? wanted = null)
    {
        foreach (var window in ThreadPlan.Windows(_query, wanted is not null, _openEnd))
        {
            foreach (var enterprises in _enterpriseBatches)
            {
                if (IsDone || wanted is { Count: 0 })
                {
                    yield break;
                }

                foreach (var page in ReadWindow(window, enterprises, wanted))
                {
                    yield return page;
                }
            }
        }
    }

    private IEnumerable<ThreadPage> ReadWindow(Window window, IReadOnlyCollection<Guid>? enterprises, HashSet<Guid>? wanted)
    {
        // A cursor belongs to one filter, so the ids stay the same for all pages of a window.
        var ids = wanted?.ToArray();
        var cursors = new HashSet<string>();
        string? cursor = null;
        while (true)
        {
            var count = Math.Min(_query.PageSize, _left);
            var (threads, next) = Request(new(enterprises, ids, window.Created, window.Updated, new(count, cursor)), window);
            var fresh = threads.Where(thread => IsFresh(thread, window, wanted)).Take(_left).ToList();
            _left -= _query.First is null ? 0 : fresh.Count;
            yield return new ThreadPage(fresh, _pages, ReachedBack(window, threads));

            if (IsDone || wanted is { Count: 0 } || next is null || threads.Count < count)
            {
                yield break;
            }

            if (!cursors.Add(next))
            {
                throw new MewsProtocolException(Operation, "a cursor repeats, so the list would never end.", requestId: null);
            }

            cursor = next;
        }
    }

    private (IReadOnlyList<MessageThread> Threads, string? Cursor) Request(GetMessageThreadsRequest request, Window window)
    {
        var json = ContractJson.Default;
        var response = _client.Send(
            Operation, request, json.GetMessageThreadsRequest, json.GetMessageThreadsResponse, _cancellation);
        var threads = response.Body.MessageThreads;
        var missing =
            threads is null ? "MessageThreads is missing."
            : threads.Contains(null) ? "MessageThreads has an empty element."
            : !response.Body.HasCursor ? "Cursor is missing."
            : null;
        if (missing is not null)
        {
            throw new MewsProtocolException(Operation, missing, response.RequestId);
        }

        _pages++;
        var ids = request.MessageThreadIds is null ? "" : $", {request.MessageThreadIds.Count} ids";
        _log(
            $"{Operation}: page {_pages} [{window}{ids}]: {threads!.Count} threads of at most {request.Limitation.Count} "
            + $"in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
        return (threads!, response.Body.Cursor);
    }

    /// <summary>Whether a thread is to be emitted: it is what was asked for, and was not emitted before.</summary>
    private bool IsFresh(MessageThread thread, Window window, HashSet<Guid>? wanted)
    {
        if (wanted is not null && !wanted.Remove(thread.Id))
        {
            return false;
        }

        return _query.Created.IsBeforeEnd(thread.CreatedUtc)
            && _query.Updated.IsBeforeEnd(thread.UpdatedUtc)
            && !(window.IsAtOlderEdge(thread) ? !_emittedAtEdges.Add(thread.Id) : _emittedAtEdges.Contains(thread.Id));
    }

    private static DateTimeOffset? ReachedBack(Window window, IReadOnlyList<MessageThread> threads)
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
