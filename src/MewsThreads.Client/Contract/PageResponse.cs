using System.Text.Json.Serialization;

namespace MewsThreads.Contract;

/// <summary>The answer of a paginated operation: one page, newest first.</summary>
internal abstract class PageResponse<TItem>
    where TItem : class
{
    private string? _cursor;

    /// <summary>Identifier of the page's last item, null for an empty page.</summary>
    public string? Cursor
    {
        get => _cursor;
        set
        {
            _cursor = value;
            HasCursor = true;
        }
    }

    /// <summary>The items, under whatever name the operation gives them; none is null once the answer was checked.</summary>
    [JsonIgnore]
    internal abstract List<TItem?>? Items { get; }

    /// <summary>Whether the answer had the property at all: Mews always sends it, and without it the end of a list cannot be told.</summary>
    internal bool HasCursor { get; private set; }

    /// <summary>Says what the answer lacks; null where it is whole.</summary>
    internal string? Flaw() =>
        Items is null ? "its list of items is missing."
        : Items.Contains(null) ? "its list has an empty element."
        : !HasCursor ? "Cursor is missing."
        : null;
}
