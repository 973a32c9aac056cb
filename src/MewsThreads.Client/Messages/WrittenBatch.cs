namespace MewsThreads.Messages;

/// <summary>What became of a batch of messages.</summary>
/// <param name="Messages">Those that were written, in the order of the request.</param>
/// <param name="LeftOut">What is to be said of those that the response does not speak of; null if there are none.</param>
internal sealed record WrittenBatch(IReadOnlyList<Message> Messages, MewsOutcomeUnknownException? LeftOut);
