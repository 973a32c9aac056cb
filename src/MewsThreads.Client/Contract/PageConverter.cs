using System.Text;
using System.Text.Json;
using MewsThreads.Paging;

namespace MewsThreads.Contract;

/// <summary>Reads a page.</summary>
/// <param name="name">The name of its list.</param>
/// <param name="items">Reads what is in it.</param>
internal abstract class PageConverter<TPage, TItem>(string name, ReadingConverter<TItem> items) : ReadingConverter<TPage>
    where TPage : PageResponse<TItem>, new()
    where TItem : class
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    // Pages of one list are mostly of one size.
    private int _capacity;

    protected override string What => "The page";

    protected override TPage Create() => new();

    protected override void ReadProperty(ref Utf8JsonReader reader, TPage value)
    {
        if (reader.ValueTextEquals(_name))
        {
            reader.Read();
            value.Items = Items(ref reader);
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

        var list = new List<TItem>(_capacity);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(list.Count < PageQuery.MaximumCount
                ? items.Read(ref reader)
                : throw new ContractException($"The page has more than {PageQuery.MaximumCount} items, which is the most that a request can ask for."));
        }

        _capacity = list.Count;
        return list;
    }
}

/// <summary>Reads a page of threads.</summary>
internal sealed class MessageThreadPageConverter() : PageConverter<GetMessageThreadsResponse, MessageThread>("MessageThreads", new MessageThreadConverter());

/// <summary>Reads a page of messages.</summary>
internal sealed class MessagePageConverter() : PageConverter<GetMessagesResponse, Message>("Messages", new MessageConverter());
