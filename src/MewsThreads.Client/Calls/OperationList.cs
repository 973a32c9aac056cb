using System.Text.Json;
using MewsThreads.Contract;
using MewsThreads.Paging;
using MewsThreads.Transport;

namespace MewsThreads.Calls;

/// <summary>Lists the items of a paginated operation, in the order of the API.</summary>
internal sealed class OperationList : PageReader<object?>
{
    private readonly OperationCall _call;
    private readonly OperationBody _body;
    private readonly string? _start;
    private string? _property;

    /// <param name="call">The operation.</param>
    /// <param name="body">Its body; a count and a cursor in it are where the list begins.</param>
    /// <param name="pageSize">The most items to ask for in one request; null for what the body says, or else the most there can be.</param>
    /// <exception cref="ArgumentException">The body's limitation cannot be used.</exception>
    public OperationList(OperationCall call, OperationBody body, int? pageSize)
        : base(call.Name, pageSize ?? body.Limitation.Count() ?? PageQuery.MaximumCount, first: null, call.Observer, call.Cancellation)
    {
        _call = call;
        _body = body;
        _start = body.Limitation.Cursor();
    }

    /// <summary>Reads the pages.</summary>
    public IEnumerable<ItemPage<object?>> Read() =>
        Read([new Part(default, EnterpriseIds: null, Ids: null, _start, Reached: null, Emitted: null)], limit: 1, cut: null);

    protected override async Task<ApiResponse<Page<object?>>> SendAsync(
        Part part, Limitation limitation, Repeat repeat, CancellationToken cancellation)
    {
        var body = _body.With(limitation.Count, limitation.Cursor);
        var response = await _call.SendAsync(body, repeat, Flaw, Pipeline, cancellation).ConfigureAwait(false);
        _property ??= _call.Checked(() => ItemsProperty(response), response.RequestId);
        var page = _call.Checked(
            () => new Page<object?>(
                new WireItems(response.Body.GetProperty(_property), item => _call.Value(item, response.RequestId)),
                OperationPage.Cursor(response.Body)),
            response.RequestId);
        return response.As(page);
    }

    protected override object? EndOf(IReadOnlyList<object?> items) => ((WireItems)items).End;

    private string ItemsProperty(ApiResponse<JsonElement> response) =>
        OperationPage.ItemsProperty(response.Body, OperationName.Resource(_call.Name), _call.Shown, out var flaw)
            ?? throw new MewsProtocolException(_call.Name, flaw, response.RequestId);

    /// <summary>
    /// What a page lacks. The first one is not judged here: it may be of an operation that has no pages, which asking again cannot mend.
    /// </summary>
    private string? Flaw(JsonElement answer) =>
        _property is null ? null : _call.Checked(() => OperationPage.Flaw(answer, _property, _call.Shown), requestId: null);
}
