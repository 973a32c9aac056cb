using System.Globalization;
using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Client.Tests;

/// <summary>A list of very many threads that answers at once, to count what is asked of it.</summary>
internal sealed class SimulatedThreads(IReadOnlyList<MessageThread> newestFirst, PageQuery query, DateTimeOffset openEnd)
    : ItemReader<MessageThread>("messageThreads/getAll", query, maximumMonths: 3, new RecordingObserver(), CancellationToken.None)
{
    private readonly Interval _range = IntervalCut.Range(query.Created, openEnd);

    public int Requests { get; private set; }

    public IEnumerable<ItemPage<MessageThread>> Read() =>
        Read(Parts(IntervalCut.Cut(_range, 3).Select(interval => new Window(interval, null)), _range, () => null), wanted: null);

    protected override bool IsLimitNear => false;

    protected override Task<ApiResponse<Page<MessageThread>>> SendAsync(
        Part part, Limitation limitation, Repeat repeat, CancellationToken cancellation)
    {
        Requests++;
        var window = part.Window.Created!.Value;
        Assert.True(window.End.AddMonths(-3) <= window.Start && window.Start.AddMonths(3) >= window.End, $"{window}");
        var start = part.Cursor is null ? FirstBefore(window.End) : int.Parse(part.Cursor, CultureInfo.InvariantCulture);
        var page = new List<MessageThread>();
        for (var at = start; at < newestFirst.Count && page.Count < limitation.Count && newestFirst[at].CreatedUtc >= window.Start; at++)
        {
            page.Add(newestFirst[at]);
        }

        return Task.FromResult(new ApiResponse<Page<MessageThread>>(new(page, page.Count == 0 ? null : (start + page.Count).ToString(CultureInfo.InvariantCulture)), null, default));
    }

    protected override bool Passes(MessageThread item) => true;

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
