using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>Reads a message.</summary>
internal sealed class MessageConverter : ReadingConverter<Message>
{
    protected override string What => "A message";

    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        BeginObject(ref reader);
        var message = new Message();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref reader, message);
        }

        Require(message.Id != Guid.Empty, nameof(message.Id));
        Require(message.MessageThreadId != Guid.Empty, nameof(message.MessageThreadId));
        Require(message.Text is not null, nameof(message.Text));
        Require(message.Sender is not null, nameof(message.Sender));
        Require(message.CreatedUtc != default, nameof(message.CreatedUtc));
        return message;
    }

    private void ReadProperty(ref Utf8JsonReader reader, Message message)
    {
        if (reader.ValueTextEquals("Id"u8))
        {
            reader.Read();
            message.Id = Id(ref reader, nameof(message.Id));
        }
        else if (reader.ValueTextEquals("MessageThreadId"u8))
        {
            reader.Read();
            message.MessageThreadId = Id(ref reader, nameof(message.MessageThreadId));
        }
        else if (reader.ValueTextEquals("Text"u8))
        {
            reader.Read();
            message.Text = Text(ref reader, nameof(message.Text))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            reader.Read();
            message.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("Sender"u8))
        {
            reader.Read();
            message.Sender = Discriminator(ref reader)!;
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>
    /// All there is to a sender so far: its <c>Discriminator</c> ("Currently not used and always null", say the docs of its value).
    /// </summary>
    private string? Discriminator(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unfit(nameof(Message.Sender));
        }

        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("Discriminator"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();

            // The two that there are so far need not be made anew for each message.
            found = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Enterprise"u8) ? "Enterprise"
                : reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Application"u8) ? "Application"
                : Text(ref reader, "Discriminator");
        }

        return found ?? throw new JsonException("A message came without the Discriminator of its sender.");
    }
}
