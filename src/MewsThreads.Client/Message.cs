namespace MewsThreads;

/// <summary>
/// A message of a thread, as the operations <c>messages/getAll</c> and <c>messages/add</c> return it. A message never changes.
/// </summary>
public sealed class Message : IItem
{
    /// <summary>Unique identifier of the message.</summary>
    public Guid Id { get; internal set; }

    /// <summary>Identifier of the thread that it belongs to.</summary>
    public Guid MessageThreadId { get; internal set; }

    /// <summary>What was written.</summary>
    public string Text { get; internal set; } = null!;

    /// <summary>
    /// Who wrote it: <c>Enterprise</c> for the property, <c>Application</c> for the integration on behalf of the guest, or what else
    /// the API may send.
    /// </summary>
    public string Sender { get; internal set; } = null!;

    /// <summary>Instant at which it was written, with offset zero; up to 7 fractional digits.</summary>
    public DateTimeOffset CreatedUtc { get; internal set; }

    /// <summary>
    /// What its caller named it in <c>Add-MewsMessage</c>, as the response repeats it; <see langword="null"/> where no name was given, and for
    /// every message that was read, since Mews does not keep the name.
    /// </summary>
    public string? Identifier { get; internal set; }

    /// <summary>Whether the property wrote it. Every other sender is on the guest's side, also those that Mews may add.</summary>
    internal bool IsReply => Sender == "Enterprise";

    Guid IItem.ThreadId => MessageThreadId;

    DateTimeOffset IItem.UpdatedUtc => CreatedUtc;

    /// <summary>
    /// The sender, the text and the id, by which <c>Compare-Object</c> and the like tell messages apart, in one line: what a terminal would
    /// obey is escaped.
    /// </summary>
    /// <returns>A line such as <c>Enterprise: Your room is ready. (7f9325f6-ef44-4911-89a8-ae51010a5aa4)</c>.</returns>
    public override string ToString() => DisplayText.Escape($"{Sender}: {Text} ({Id})");
}
