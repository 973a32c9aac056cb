namespace MewsThreads.Transcripts;

/// <summary>A form in which conversations are passed on to readers, line by line.</summary>
internal interface ITranscript
{
    /// <summary>What comes before the first conversation.</summary>
    IEnumerable<string> Begin();

    /// <summary>A section for a conversation.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="number">Its number, from 1 on.</param>
    IEnumerable<string> Section(Conversation conversation, int number);

    /// <summary>What comes at the end, so that a reader can tell a transcript that broke off.</summary>
    /// <param name="count">How many conversations there were.</param>
    IEnumerable<string> End(int count);
}

/// <summary>What transcripts say in every form.</summary>
internal static class TranscriptWords
{
    /// <summary>An instant, in whole seconds.</summary>
    public static string Time(DateTimeOffset instant) => $"{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    /// <summary>Whether somebody has to do something.</summary>
    public static string State(Conversation conversation) => conversation switch
    {
        { WaitingSince: { } since } => $"The guest has been waiting since {Time(since)}.",
        { IsResolved: true } => "Resolved.",
        { LastSender: null } => "Nobody has written.",
        _ => "Nobody is waiting.",
    };

    /// <summary>The end.</summary>
    public static string End(int count) => count == 1 ? "End of 1 conversation." : $"End of {count} conversations.";
}
