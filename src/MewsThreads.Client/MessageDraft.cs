namespace MewsThreads;

/// <summary>A message that is to be written, as one record of <c>Add-MewsMessage</c> gave it; it can be piped to that command again.</summary>
public sealed class MessageDraft
{
    // How much of a text an error shows, and of how many messages.
    private const int ShownLength = 40;
    private const int ShownCount = 10;

    internal MessageDraft(Guid messageThreadId, string text, string? identifier)
    {
        MessageThreadId = messageThreadId;
        Text = text;
        Identifier = identifier;
    }

    /// <summary>Identifier of the thread that it is for.</summary>
    public Guid MessageThreadId { get; }

    /// <summary>What is to be written, at least one character long.</summary>
    public string Text { get; }

    /// <summary>The caller's own name for it, which Mews repeats in its response and nowhere else; <see langword="null"/> where none was given.</summary>
    public string? Identifier { get; }

    /// <summary>The identifier, how the text begins, and the thread.</summary>
    /// <returns>A line such as <c>flight 12: 'We land at 23:40.' in 7f9325f6-ef44-4911-89a8-ae51010a5aa4</c>.</returns>
    public override string ToString() => $"{(Identifier is null ? "" : $"{Shortened(Identifier)}: ")}'{Shortened(Text)}' in {MessageThreadId}";

    /// <summary>Messages in one line that stays short however many and long they are.</summary>
    internal static string List(IReadOnlyCollection<MessageDraft> drafts)
    {
        var shown = string.Join("; ", drafts.Take(ShownCount));
        return drafts.Count <= ShownCount ? $"{shown}." : $"{shown}; and {drafts.Count - ShownCount} more.";
    }

    private static string Shortened(string text)
    {
        var isCut = text.Length > ShownLength;
        var length = !isCut ? text.Length : char.IsHighSurrogate(text[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
        var line = DisplayText.Escape(text.Substring(0, length));
        return isCut ? $"{line}…" : line;
    }
}
