using System.Collections;
using System.Text.Json;

namespace MewsThreads.Calls;

/// <summary>The items of a page of any operation, each made a value when it is taken.</summary>
internal sealed class WireItems(JsonElement array, Func<JsonElement, object?> read) : IReadOnlyList<object?>
{
    private readonly JsonElement[] _items = [.. array.EnumerateArray()];

    public int Count => _items.Length;

    public object? this[int index] => read(_items[index]);

    public IEnumerator<object?> GetEnumerator() => _items.Select(read).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
