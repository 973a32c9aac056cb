namespace MewsThreads.Transcripts;

/// <summary>
/// A transcript to be read in a terminal, an editor or a mail. What guests wrote is indented, so that it never looks like a line of the transcript,
/// and escaped where a terminal would obey it.
/// </summary>
internal sealed class TextTranscript : ITranscript
{
    private const string Indent = "    ";
    private static readonly string Rule = new('-', 72);

    public IEnumerable<string> Begin() => [];

    public IEnumerable<string> Section(Conversation conversation, int number)
    {
        yield return Rule;
        yield return $"{number}. {DisplayText.Escape(conversation.Subject)}";
        yield return $"{Indent}From {DisplayText.Escape(conversation.OriginalSender)}, {TranscriptWords.Time(conversation.CreatedUtc)}";
        yield return $"{Indent}{TranscriptWords.State(conversation)}";
        yield return $"{Indent}Thread {conversation.Id}";
        foreach (var message in conversation.Messages)
        {
            yield return "";
            yield return $"{TranscriptWords.Time(message.CreatedUtc)}, {DisplayText.Escape(message.Sender)}:";
            foreach (var line in DisplayText.EscapeLines(message.Text).Split('\n'))
            {
                yield return $"{Indent}{line}";
            }
        }

        yield return "";
    }

    public IEnumerable<string> End(int count) => [Rule, TranscriptWords.End(count)];
}
