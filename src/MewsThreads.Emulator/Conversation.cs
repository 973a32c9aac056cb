namespace MewsThreads.Emulator;

/// <summary>What the staff of an enterprise do in Mews, and no operation of the API does.</summary>
internal sealed class Conversation(ThreadStore store, TimeProvider clock)
{
    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredMessage Answer(Guid threadId, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return store.Messages.Append([(threadId, text)], MessageSenders.Enterprise, clock.GetUtcNow(), (_, thread) =>
        {
            if (thread is null)
            {
                throw new KeyNotFoundException($"There is no thread {threadId}.");
            }
        })[0];
    }

    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredThread Resolve(Guid threadId, bool isResolved) => store.Update(threadId, clock.GetUtcNow(), isResolved);
}
