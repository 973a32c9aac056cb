using System.Globalization;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>Very many threads whose pages come at once, to count what is asked of them.</summary>
internal sealed class SimulatedThreads(IReadOnlyList<MessageThread> newestFirst, ListQuery query, DateTimeOffset openEnd) : IListSource<MessageThread>
{
    public int Requests { get; private set; }

    public string Operation => "messageThreads/getAll";

    public int? MaximumMonths => 3;

    public bool IsLimitNear => false;

    public int RequestsLeft => int.MaxValue;

    public ListQuery Query => query;

    public IEnumerable<Segment> Plan()
    {
        var range = IntervalCut.Range(query.Created, openEnd);
        var windows = IntervalCut.Cut(range, 3).Select(interval => new Window(interval, null));
        return SegmentPlan.Of(query, windows, range, () => null);
    }

    public IEnumerable<MessageThread> Read()
    {
        var context = new CallContext(new RecordingObserver(), CancellationToken.None);
        return new ListReader<MessageThread>(this, query, context).Read(Plan());
    }

    public bool Passes(MessageThread item) => true;

    public Task<ApiResponse<Page<MessageThread>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context)
    {
        Requests++;
        var window = segment.Window.Created!.Value;
        Assert.True(window.End.AddMonths(-3) <= window.Start && window.Start.AddMonths(3) >= window.End, $"{window}");
        var start = limitation.Cursor is null ? FirstBefore(window.End) : int.Parse(limitation.Cursor, CultureInfo.InvariantCulture);
        var items = new List<MessageThread>();
        for (var at = start; at < newestFirst.Count && items.Count < limitation.Count && newestFirst[at].CreatedUtc >= window.Start; at++)
        {
            items.Add(newestFirst[at]);
        }

        var cursor = items.Count == 0 ? null : (start + items.Count).ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(new ApiResponse<Page<MessageThread>>(new() { Items = items, Cursor = cursor, End = items.LastOrDefault()?.Id }, null, default));
    }

    private int FirstBefore(DateTimeOffset end)
    {
        var (from, to) = (0, newestFirst.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = newestFirst[middle].CreatedUtc < end ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
