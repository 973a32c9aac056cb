using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>Reads a thread.</summary>
internal sealed class MessageThreadConverter : ReadingConverter<MessageThread>
{
    protected override string What => "A message thread";

    public override MessageThread Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        BeginObject(ref reader);
        var thread = new MessageThread();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref reader, thread);
        }

        Require(thread.Id != Guid.Empty, nameof(thread.Id));
        Require(thread.OriginalSender is not null, nameof(thread.OriginalSender));
        Require(thread.Subject is not null, nameof(thread.Subject));
        Require(thread.CreatedUtc != default, nameof(thread.CreatedUtc));
        Require(thread.UpdatedUtc != default, nameof(thread.UpdatedUtc));
        return thread;
    }

    private void ReadProperty(ref Utf8JsonReader reader, MessageThread thread)
    {
        if (reader.ValueTextEquals("Id"u8))
        {
            reader.Read();
            thread.Id = Id(ref reader, nameof(thread.Id));
        }
        else if (reader.ValueTextEquals("OriginalSender"u8))
        {
            reader.Read();
            thread.OriginalSender = Text(ref reader, nameof(thread.OriginalSender))!;
        }
        else if (reader.ValueTextEquals("Subject"u8))
        {
            reader.Read();
            thread.Subject = Text(ref reader, nameof(thread.Subject))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            reader.Read();
            thread.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("UpdatedUtc"u8))
        {
            reader.Read();
            thread.UpdatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("IsResolved"u8))
        {
            reader.Read();
            thread.IsResolved = reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.Null => null,
                _ => throw Unfit(nameof(thread.IsResolved)),
            };
        }
        else
        {
            reader.Skip();
        }
    }
}
