namespace MewsThreads.Contract;

/// <summary>The response of a paginated operation: one page, newest first.</summary>
internal sealed class Page<TItem>
{
    /// <summary>The items, under whatever name the operation gives them; null if the response has none.</summary>
    public IReadOnlyList<TItem>? Items
    {
        get;
        set
        {
            Repeated.Refuse(field is not null, "list of items");
            field = value;
        }
    }

    /// <summary>Where the next page begins; null for an empty page.</summary>
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

    /// <summary>What distinguishes the last item from all others of the list; null for an empty page.</summary>
    public object? End { get; set; }

    /// <summary>Whether the response had the property at all: Mews always sends it, and without it the end of a list cannot be told.</summary>
    private bool HasCursor { get; set; }

    /// <summary>Says what the response lacks; null if nothing is missing.</summary>
    public string? Flaw() =>
        Items is null ? "its list of items is missing."
        : !HasCursor ? "Cursor is missing."
        : null;
}
