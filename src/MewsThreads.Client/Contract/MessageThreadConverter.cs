using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>Reads a thread.</summary>
internal sealed class MessageThreadConverter : ReadingConverter<MessageThread>
{
    protected override string What => "A message thread";

    protected override MessageThread Create() => new();

    protected override Guid? IdOf(MessageThread value) => value.Id == Guid.Empty ? null : value.Id;

    protected override void Check(MessageThread value)
    {
        Require(value.Id != Guid.Empty, nameof(value.Id));
        Require(value.OriginalSender is not null, nameof(value.OriginalSender));
        Require(value.Subject is not null, nameof(value.Subject));
        Require(value.CreatedUtc != default, nameof(value.CreatedUtc));
        Require(value.UpdatedUtc != default, nameof(value.UpdatedUtc));
    }

    protected override void ReadProperty(ref Utf8JsonReader reader, MessageThread value)
    {
        if (reader.ValueTextEquals("Id"u8))
        {
            Repeated.Refuse(value.Id != Guid.Empty, nameof(value.Id));
            reader.Read();
            value.Id = Id(ref reader, nameof(value.Id));
        }
        else if (reader.ValueTextEquals("OriginalSender"u8))
        {
            Repeated.Refuse(value.OriginalSender is not null, nameof(value.OriginalSender));
            reader.Read();
            value.OriginalSender = Text(ref reader, nameof(value.OriginalSender))!;
        }
        else if (reader.ValueTextEquals("Subject"u8))
        {
            Repeated.Refuse(value.Subject is not null, nameof(value.Subject));
            reader.Read();
            value.Subject = Text(ref reader, nameof(value.Subject))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            Repeated.Refuse(value.CreatedUtc != default, nameof(value.CreatedUtc));
            reader.Read();
            value.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("UpdatedUtc"u8))
        {
            Repeated.Refuse(value.UpdatedUtc != default, nameof(value.UpdatedUtc));
            reader.Read();
            value.UpdatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("IsResolved"u8))
        {
            Repeated.Refuse(value.IsResolved is not null, nameof(value.IsResolved));
            reader.Read();
            value.IsResolved = reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.Null => null,
                _ => throw Unfit(nameof(value.IsResolved)),
            };
        }
        else
        {
            reader.Skip();
        }
    }
}
