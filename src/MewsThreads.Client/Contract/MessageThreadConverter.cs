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
            Begin(ref reader, value.Id != Guid.Empty, nameof(value.Id));
            value.Id = Id(ref reader, nameof(value.Id));
        }
        else if (reader.ValueTextEquals("OriginalSender"u8))
        {
            Begin(ref reader, value.OriginalSender is not null, nameof(value.OriginalSender));
            value.OriginalSender = Text(ref reader, nameof(value.OriginalSender))!;
        }
        else if (reader.ValueTextEquals("Subject"u8))
        {
            Begin(ref reader, value.Subject is not null, nameof(value.Subject));
            value.Subject = Text(ref reader, nameof(value.Subject))!;
        }
        else if (reader.ValueTextEquals("CreatedUtc"u8))
        {
            Begin(ref reader, value.CreatedUtc != default, nameof(value.CreatedUtc));
            value.CreatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("UpdatedUtc"u8))
        {
            Begin(ref reader, value.UpdatedUtc != default, nameof(value.UpdatedUtc));
            value.UpdatedUtc = UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("IsResolved"u8))
        {
            Begin(ref reader, value.IsResolved is not null, nameof(value.IsResolved));
            value.IsResolved = Flag(ref reader, nameof(value.IsResolved));
        }
        else
        {
            reader.Skip();
        }
    }
}
