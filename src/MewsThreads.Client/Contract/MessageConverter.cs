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
            Repeated.Refuse(value.Id != Guid.Empty, nameof(value.Id));
            reader.Read();
            value.Id = Id(ref reader, nameof(value.Id));
        }
        else if (reader.ValueTextEquals("MessageThreadId"u8))
        {
            Repeated.Refuse(value.MessageThreadId != Guid.Empty, nameof(value.MessageThreadId));
            reader.Read();
            value.MessageThreadId = Id(ref reader, nameof(value.MessageThreadId));
        }
        else if (reader.ValueTextEquals("Text"u8))
        {
            Repeated.Refuse(value.Text is not null, nameof(value.Text));
            reader.Read();
            value.Text = Text(ref reader, nameof(value.Text))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            Repeated.Refuse(value.CreatedUtc != default, nameof(value.CreatedUtc));
            reader.Read();
            value.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("Sender"u8))
        {
            Repeated.Refuse(value.Sender is not null, nameof(value.Sender));
            reader.Read();
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

            Repeated.Refuse(found is not null, "Discriminator");
            reader.Read();
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
