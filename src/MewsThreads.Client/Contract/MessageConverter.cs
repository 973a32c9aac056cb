using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>Reads a message.</summary>
internal sealed class MessageConverter : ReadingConverter<Message>
{
    protected override string What => "A message";

    protected override Message Create() => new();

    protected override Guid? IdOf(Message value) => value.Id == Guid.Empty ? null : value.Id;

    protected override void Check(Message value)
    {
        Require(value.Id != Guid.Empty, nameof(value.Id));
        Require(value.MessageThreadId != Guid.Empty, nameof(value.MessageThreadId));
        Require(value.Text is not null, nameof(value.Text));
        Require(value.Sender is not null, nameof(value.Sender));
        Require(value.CreatedUtc != default, nameof(value.CreatedUtc));
    }

    protected override void ReadProperty(ref Utf8JsonReader reader, Message value)
    {
        if (reader.ValueTextEquals("Id"u8))
        {
            Begin(ref reader, value.Id != Guid.Empty, nameof(value.Id));
            value.Id = Id(ref reader, nameof(value.Id));
        }
        else if (reader.ValueTextEquals("MessageThreadId"u8))
        {
            Begin(ref reader, value.MessageThreadId != Guid.Empty, nameof(value.MessageThreadId));
            value.MessageThreadId = Id(ref reader, nameof(value.MessageThreadId));
        }
        else if (reader.ValueTextEquals("Text"u8))
        {
            Begin(ref reader, value.Text is not null, nameof(value.Text));
            value.Text = Text(ref reader, nameof(value.Text))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            Begin(ref reader, value.CreatedUtc != default, nameof(value.CreatedUtc));
            value.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("Sender"u8))
        {
            Begin(ref reader, value.Sender is not null, nameof(value.Sender));
            value.Sender = SenderName(ref reader)!;
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>
    /// The name of a sender: its <c>Discriminator</c>, which is all there is to it so far ("Currently not used and always null", say the docs of
    /// its value). Some clients of Mews read a plain text in place of the object.
    /// </summary>
    private string? SenderName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Name(ref reader, nameof(Message.Sender));
        }

        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("Discriminator"u8))
            {
                reader.Skip();
                continue;
            }

            Begin(ref reader, found is not null, "Discriminator");
            found = Name(ref reader, "Discriminator");
        }

        return found ?? throw new ContractException("A message came without the Discriminator of its sender.");
    }

    // The two that there are so far need not be made anew for each message.
    private string? Name(ref Utf8JsonReader reader, string property) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Enterprise"u8) ? "Enterprise"
        : reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Application"u8) ? "Application"
        : Text(ref reader, property);
}
