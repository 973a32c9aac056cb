using System.Net;
using System.Text.Json;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Calls;

/// <summary>
/// Lists the items of a paginated operation, page by page and only as they are taken. Not safe for several threads at once.
/// </summary>
internal sealed class OperationList
{
    private readonly OperationCall _call;
    private readonly OperationBody _body;
    private int _count;
    private string? _property;

    /// <param name="call">The operation.</param>
    /// <param name="body">Its body; a count and a cursor in it are where the list begins.</param>
    /// <param name="pageSize">The most items to ask for in one request; null for what the body says, or else the most there can be.</param>
    /// <exception cref="ArgumentException">The body's limitation cannot be used.</exception>
    public OperationList(OperationCall call, OperationBody body, int? pageSize)
    {
        _call = call;
        _body = body;
        _count = pageSize ?? body.Limitation.Count() ?? PageQuery.MaximumCount;
        Cursor = body.Limitation.Cursor();
    }

    /// <summary>How many pages have come.</summary>
    public int Pages { get; private set; }

    /// <summary>Where the page after the last one begins.</summary>
    public string? Cursor { get; private set; }

    /// <summary>The items, in the order of the API.</summary>
    public IEnumerable<object?> Items()
    {
        var cursors = new HashSet<string>();
        if (Cursor is not null)
        {
            cursors.Add(Cursor);
        }

        while (true)
        {
            var (response, count) = Request();
            var next = OperationPage.Cursor(response.Body);
            if (next is not null && !cursors.Add(next))
            {
                throw new MewsProtocolException(_call.Name, "a cursor repeats, so the list would never end.", response.RequestId);
            }

            var items = response.Body.GetProperty(_property!);
            foreach (var item in items.EnumerateArray())
            {
                yield return _call.Value(item, response.RequestId);
            }

            if (next is null || items.GetArrayLength() < count)
            {
                yield break;
            }

            Cursor = next;
        }
    }

    /// <summary>Asks for the next page, and for fewer items where Mews cannot take it whole.</summary>
    private (ApiResponse<JsonElement> Response, int Count) Request()
    {
        while (true)
        {
            var count = _count;
            var canAskForLess = count > PageQuery.LightestCount;
            try
            {
                var response = _call.Send(_body.With(count, Cursor), canAskForLess ? Repeat.ReadUnlessTooHeavy : Repeat.Read, Flaw);
                _property ??= OperationPage.ItemsProperty(response.Body, out var flaw)
                    ?? throw new MewsProtocolException(_call.Name, flaw, response.RequestId);
                Pages++;
                _call.Observer.Report(
                    $"{_call.Name}: page {Pages}: {response.Body.GetProperty(_property).GetArrayLength()} items of at most {count}, "
                    + $"200 OK in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
                return (response, count);
            }
            catch (MewsApiException e) when (e.StatusCode == HttpStatusCode.RequestTimeout && canAskForLess)
            {
                _count = Math.Max(PageQuery.LightestCount, count / 2);
                _call.Observer.Report($"{e.Message} Asking for {_count} items at a time");
            }
        }
    }

    /// <summary>
    /// What a page lacks. The first one is not judged here: it may be of an operation that has no pages, which asking again cannot mend.
    /// </summary>
    private string? Flaw(JsonElement answer) => _property is null ? null : OperationPage.Flaw(answer, _property);
}
