namespace MewsThreads;

/// <summary>
/// A message thread between a guest and a property, as the operation <c>messageThreads/getAll</c> returns it.
/// An instance is a picture of the moment it was read; it does not follow later changes in Mews.
/// </summary>
public sealed class MessageThread : IItem
{
    /// <summary>Unique identifier of the thread.</summary>
    public Guid Id { get; internal set; }

    /// <summary>Name of the guest who started the thread, as it was given when the thread was created.</summary>
    public string OriginalSender { get; internal set; } = null!;

    /// <summary>Subject of the thread, at least one character long.</summary>
    public string Subject { get; internal set; } = null!;

    /// <summary>
    /// Instant at which the thread was created, with offset zero. Mews prints whole seconds; up to 7 fractional digits are kept.
    /// </summary>
    public DateTimeOffset CreatedUtc { get; internal set; }

    /// <summary>
    /// Instant of the thread's last change (a message, or its being resolved), with offset zero; never before <see cref="CreatedUtc"/>.
    /// </summary>
    public DateTimeOffset UpdatedUtc { get; internal set; }

    /// <summary>
    /// Whether the property has marked the thread as resolved; <see langword="null"/> where Mews did not say,
    /// since older versions of the API leave the property out.
    /// </summary>
    public bool? IsResolved { get; internal set; }

    Guid IItem.ThreadId => Id;

    /// <summary>
    /// The subject, its sender and the id, by which <c>Compare-Object</c> and the like tell threads apart: what a terminal would obey is escaped.
    /// </summary>
    /// <returns>A line such as <c>Late check-in (Jane Doe), 7f9325f6-ef44-4911-89a8-ae51010a5aa4</c>.</returns>
    public override string ToString() => DisplayText.Escape($"{Subject} ({OriginalSender}), {Id}");
}
