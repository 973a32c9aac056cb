using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

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

    public int RequestsLeft => call.RequestsLeft;

    /// <summary>What is wanted of it.</summary>
    /// <param name="pageSize">The most items to ask for in one request; null for what the body says, or else the most there can be.</param>
    /// <exception cref="ArgumentException">The body's limitation cannot be used.</exception>
    public ListQuery Query(int? pageSize) => new() { ThrottleLimit = 1, PageSize = pageSize ?? body.Limitation.Count() ?? Limitation.MaximumCount };

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

/// <summary>One page of any paginated operation: an array, whose name differs, and the cursor beside it.</summary>
internal static class OperationPage
{
    private const string CursorName = "Cursor";

    /// <summary>The cursor of a page without a flaw.</summary>
    public static string? Cursor(JsonElement page) => page.GetProperty(CursorName).GetString();

    /// <summary>The name of the array of items: the only one, or that of the resource; null where neither is there.</summary>
    /// <param name="page">The page.</param>
    /// <param name="resource">The resource of the operation.</param>
    /// <param name="shown">Makes of a name what may be shown of it.</param>
    /// <param name="flaw">Why there is none.</param>
    public static string? ItemsProperty(JsonElement page, string resource, Func<string, string?> shown, out string flaw)
    {
        flaw = CursorFlaw(page) ?? "";
        if (flaw.Length > 0)
        {
            flaw += " So it is not an operation that has pages.";
            return null;
        }

        var arrays = page.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).Select(property => property.Name).ToList();
        flaw = arrays.Count == 0
            ? "it has no array, so there is nothing to list."
            : $"it has {arrays.Count} arrays ({shown(string.Join(", ", arrays))}), and which one the pages are of cannot be told.";
        var named = arrays.Count == 1 ? arrays : arrays.FindAll(name => name.Equals(resource, StringComparison.OrdinalIgnoreCase));
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>What a further page lacks; null where it is whole.</summary>
    public static string? Flaw(JsonElement page, string itemsProperty, Func<string, string?> shown) =>
        CursorFlaw(page)
        ?? Once(page, itemsProperty, shown)
        ?? (page.GetProperty(itemsProperty).ValueKind == JsonValueKind.Array ? null : $"{shown(itemsProperty)} is missing.");

    private static string? CursorFlaw(JsonElement page) =>
        page.ValueKind != JsonValueKind.Object ? "it is not an object."
        : Once(page, CursorName, name => name)
        ?? (page.GetProperty(CursorName).ValueKind is JsonValueKind.String or JsonValueKind.Null ? null : "Cursor is not a text.");

    /// <summary>What is wrong with how often a page has a property; null where that is once.</summary>
    private static string? Once(JsonElement page, string name, Func<string, string?> shown) => page.EnumerateObject().Count(property => property.NameEquals(name)) switch
    {
        0 => $"{shown(name)} is missing.",
        1 => null,
        _ => $"{shown(name)} is there more than once.",
    };
}

/// <summary>The items of a page of any operation, each made a value when it is taken.</summary>
internal sealed class WireItems : IReadOnlyList<object?>
{
    private readonly JsonElement[] _items;
    private readonly Func<JsonElement, object?> _read;

    /// <param name="array">The items.</param>
    /// <param name="read">Makes a value of one.</param>
    /// <exception cref="ContractException">Two of them have the same id.</exception>
    public WireItems(JsonElement array, Func<JsonElement, object?> read)
    {
        _items = [.. array.EnumerateArray()];
        _read = read;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? last = null;
        foreach (var item in _items)
        {
            last = IdOf(item);
            if (last is not null && !ids.Add(last))
            {
                throw new ContractException("an item is there more than once.");
            }
        }

        End = _items.Length == 0 ? null : last ?? DigestOf(array);
    }

    /// <summary>
    /// What tells this page from all others of its list: the id of its last item, or the whole of it where that has none. Null for an empty page.
    /// </summary>
    public string? End { get; }

    public int Count => _items.Length;

    public object? this[int index] => _read(_items[index]);

    public IEnumerator<object?> GetEnumerator() => _items.Select(_read).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string? IdOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("Id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetRawText() : null;

    private static string DigestOf(JsonElement array)
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(array.GetRawText())));
    }
}
