using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Control;

/// <summary>What the staff of an enterprise do in Mews, and no operation of the API does.</summary>
internal sealed class Conversation(ThreadStore store, LiveWorld live)
{
    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredMessage Answer(Guid threadId, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new ArgumentException("Text must not be empty.");
        }
        return store.Messages.Append(
            [(threadId, text)],
            MessageSenders.Enterprise,
            live.Now,
            live.World,
            (_, thread) => thread is not null ? true : throw ThreadStore.NoThread(threadId))[0]!;
    }

    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredThread Resolve(Guid threadId, bool isResolved) => store.Update(threadId, live.Now, isResolved);

    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public void Delete(Guid threadId)
    {
        if (!store.Delete(threadId))
        {
            throw ThreadStore.NoThread(threadId);
        }
    }
}
