using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Calls;

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
