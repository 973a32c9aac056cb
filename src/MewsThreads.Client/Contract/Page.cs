using System.Text;
using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>The response of a paginated operation: one page, newest first.</summary>
internal sealed class Page<TItem>
{
    /// <summary>The items, under whatever name the operation gives them; null if the response has none.</summary>
    public IReadOnlyList<TItem>? Items
    {
        get;
        set => field = Repeated.Once(field, value, "list of items");
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

/// <summary>Reads a page.</summary>
/// <param name="name">The name of its list.</param>
/// <param name="items">Reads what is in it.</param>
internal abstract class PageConverter<TItem>(string name, ReadingConverter<TItem> items) : ReadingConverter<Page<TItem>>
    where TItem : class, IItem
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    protected override string What => "The page";

    protected override Page<TItem> Create() => new();

    protected override void ReadProperty(ref Utf8JsonReader reader, Page<TItem> value)
    {
        if (reader.ValueTextEquals(_name))
        {
            reader.Read();
            value.Items = Items(ref reader);
            value.End = value.Items is { Count: > 0 } read ? read[read.Count - 1].Id : null;
        }
        else if (reader.ValueTextEquals("Cursor"u8))
        {
            reader.Read();
            value.Cursor = Text(ref reader, "Cursor");
        }
        else
        {
            reader.Skip();
        }
    }

    private List<TItem>? Items(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unfit(name);
        }

        var list = new List<TItem>(Limitation.MaximumCount);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(list.Count < Limitation.MaximumCount
                ? items.Read(ref reader)
                : throw new ContractException($"The page has more than {Limitation.MaximumCount} items, which is the most that a request can ask for."));
        }

        return list;
    }
}

/// <summary>Reads a page of threads.</summary>
internal sealed class ThreadPageConverter() : PageConverter<MessageThread>("MessageThreads", new MessageThreadConverter());

/// <summary>Reads a page of messages.</summary>
internal sealed class MessagePageConverter() : PageConverter<Message>("Messages", new MessageConverter());
