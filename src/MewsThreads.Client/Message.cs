using System.Text.Json;
using System.Text.Json.Serialization;
using MewsThreads.Contract;
using MewsThreads.Paging;

namespace MewsThreads;

/// <summary>
/// A message of a thread, as the operations <c>messages/getAll</c> and <c>messages/add</c> return it. A message never changes.
/// </summary>
public sealed class Message : IJsonOnDeserialized, IItem
{
    /// <summary>Unique identifier of the message.</summary>
    [JsonInclude]
    public Guid Id { get; internal set; }

    /// <summary>Identifier of the thread that it belongs to.</summary>
    [JsonInclude]
    public Guid MessageThreadId { get; internal set; }

    /// <summary>What was written.</summary>
    [JsonInclude]
    public string Text { get; internal set; } = null!;

    /// <summary>
    /// Who wrote it: <c>Enterprise</c> for the property, <c>Application</c> for the integration on behalf of the guest, or what else
    /// the API may send.
    /// </summary>
    [JsonInclude]
    [JsonConverter(typeof(SenderConverter))]
    public string Sender { get; internal set; } = null!;

    /// <summary>Instant at which it was written, with offset zero; up to 7 fractional digits.</summary>
    [JsonInclude]
    public DateTimeOffset CreatedUtc { get; internal set; }

    /// <summary>
    /// What its caller named it in <c>Add-MewsMessage</c>, as the answer repeats it; <see langword="null"/> where no name was given, and for
    /// every message that was read, since Mews does not keep the name.
    /// </summary>
    [JsonIgnore]
    public string? Identifier { get; internal set; }

    DateTimeOffset IItem.UpdatedUtc => CreatedUtc;

    /// <summary>The sender and the text.</summary>
    /// <returns>A line such as <c>Enterprise: Your room is ready.</c></returns>
    public override string ToString() => $"{Sender}: {Text}";

    /// <summary>Refuses a message without the properties that the contract requires.</summary>
    void IJsonOnDeserialized.OnDeserialized()
    {
        string? missing =
            Id == Guid.Empty ? nameof(Id)
            : MessageThreadId == Guid.Empty ? nameof(MessageThreadId)
            : Text is null ? nameof(Text)
            : Sender is null ? nameof(Sender)
            : CreatedUtc == default ? nameof(CreatedUtc)
            : null;
        if (missing is not null)
        {
            throw new JsonException($"A message came without its required property {missing}.");
        }
    }
}
