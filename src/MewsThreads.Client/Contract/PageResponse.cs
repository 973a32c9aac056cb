using MewsThreads.Paging;

namespace MewsThreads.Contract;

/// <summary>The answer of a paginated operation: one page, newest first.</summary>
internal abstract class PageResponse<TItem>
    where TItem : class
{
    /// <summary>Identifier of the page's last item, null for an empty page.</summary>
    public string? Cursor
    {
        get;
        set
        {
            Repeated.Refuse(HasCursor, nameof(Cursor));
            field = value;
            HasCursor = true;
        }
    }

    /// <summary>The items, under whatever name the operation gives them; null where it is missing.</summary>
    public List<TItem>? Items
    {
        get;
        set
        {
            Repeated.Refuse(field is not null, "list of items");
            field = value;
        }
    }

    /// <summary>Whether the answer had the property at all: Mews always sends it, and without it the end of a list cannot be told.</summary>
    internal bool HasCursor { get; private set; }

    /// <summary>It without what only its check needs.</summary>
    public Page<TItem> ToPage() => new(Items!, Cursor);

    /// <summary>Says what the answer lacks; null where it is whole.</summary>
    internal string? Flaw() =>
        Items is null ? "its list of items is missing."
        : !HasCursor ? "Cursor is missing."
        : null;
}
