using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>The messages of some threads.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="query">What is wanted.</param>
/// <param name="openEnd">Where an open newer end stops, frozen when the command starts.</param>
internal sealed class MessageSource(ConnectorClient client, ListQuery query, DateTimeOffset openEnd) : IListSource<Message>
{
    // "optional, max length 1 month": https://docs.mews.com/connector-api/operations/messages
    private const int MostMonths = 1;

    public string Operation => Operations.GetMessages.Name;

    public int? MaximumMonths => MostMonths;

    public bool IsLimitNear => client.IsLimitNear;

    public int RequestsLeft => client.RequestsLeft;

    /// <summary>The segments of batches of threads, at most 1000 in each; of each in the query's windows, newest first.</summary>
    public IEnumerable<Segment> Plan(IEnumerable<Guid[]> batches) => batches.SelectMany(Plan);

    /// <summary>The segments of these threads, at most 1000; of each in the query's windows, newest first.</summary>
    public IEnumerable<Segment> Plan(Guid[] threadIds)
    {
        Interval? range = query.Created.IsSet ? IntervalCut.Range(query.Created, openEnd) : null;
        var windows = range is { } all ? IntervalCut.Cut(all, MostMonths).Select(interval => new Window(interval, null)) : [default];
        return SegmentPlan.Of(query, windows, range, () => threadIds);
    }

    public Task<ApiResponse<Page<Message>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context) => client.SendAsync(
        Operations.GetMessages, new(segment.EnterpriseIds, segment.Ids!, segment.Window.Created, null, limitation), repeat, context);

    public bool Passes(Message item) => query.Created.IsBeforeEnd(item.CreatedUtc);
}
