using System.Text.Json;
using MewsThreads.Contract;
using MewsThreads.Lists;
using MewsThreads.Transport;

namespace MewsThreads.Calls;

/// <summary>The items of a paginated operation, in the order of the API.</summary>
/// <param name="call">The operation.</param>
/// <param name="body">Its body; a count and a cursor in it are where the list begins.</param>
internal sealed class OperationSource(OperationCall call, OperationBody body) : IListSource<object?>
{
    private string? _property;

    public string Operation => call.Name;

    public int? MaximumMonths => null;

    public bool IsLimitNear => call.IsLimitNear;

    /// <summary>What is wanted of it.</summary>
    /// <param name="pageSize">The most items to ask for in one request; null for what the body says, or else the most there can be.</param>
    /// <exception cref="ArgumentException">The body's limitation cannot be used.</exception>
    public ListQuery Query(int? pageSize) => new() { PageSize = pageSize ?? body.Limitation.Count() ?? ListQuery.MaximumCount };

    /// <summary>The one segment that it is.</summary>
    /// <exception cref="ArgumentException">The body's limitation cannot be used.</exception>
    public Segment[] Plan() => [new Segment(default, enterpriseIds: null, ids: null, body.Limitation.Cursor())];

    public async Task<ApiResponse<Page<object?>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context)
    {
        var response = await call.SendAsync(body.With(limitation.Count, limitation.Cursor), repeat, Flaw, context).ConfigureAwait(false);
        _property ??= call.Checked(() => ItemsProperty(response), response.RequestId);
        return response.As(call.Checked(() => Page(response), response.RequestId));
    }

    public bool Passes(object? item) => true;

    private Page<object?> Page(ApiResponse<JsonElement> response)
    {
        var items = new WireItems(response.Body.GetProperty(_property!), item => call.Value(item, response.RequestId));
        return new Page<object?> { Items = items, Cursor = OperationPage.Cursor(response.Body), End = items.End };
    }

    private string ItemsProperty(ApiResponse<JsonElement> response) =>
        OperationPage.ItemsProperty(response.Body, OperationName.Resource(call.Name), call.Shown, out var flaw)
            ?? throw new MewsProtocolException(call.Name, flaw, response.RequestId);

    /// <summary>
    /// What a page lacks. The first one is not judged here: it may be of an operation that has no pages, which asking again cannot correct.
    /// </summary>
    private string? Flaw(JsonElement response) =>
        _property is null ? null : call.Checked(() => OperationPage.Flaw(response, _property, call.Shown), requestId: null);
}
