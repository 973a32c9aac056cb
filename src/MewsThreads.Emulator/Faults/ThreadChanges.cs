using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Faults;

/// <summary>Changes threads under a client that is paging, as guests and staff do, and sets the clock.</summary>
internal sealed class ThreadChanges(ThreadStore store, LiveWorld live)
{
    /// <summary>Makes the change.</summary>
    /// <param name="change">How many of what.</param>
    /// <param name="scope">What the caller may see, and so what is worth changing.</param>
    public void Apply(Happening change, TokenScope scope)
    {
        switch (change.Fault.Kind)
        {
            case FaultKind.InsertThreads:
                Insert(change, scope);
                break;
            case FaultKind.UpdateThreads:
                store.UpdateSome(scope, change.Fault.Threads, live.Now, change.Random);
                break;
            default:
                live.Clock.Jump(TimeSpan.FromSeconds(change.Fault.Seconds));
                break;
        }
    }

    private void Insert(Happening change, TokenScope scope)
    {
        var now = live.Now;
        StoredThread[] threads = [.. Enumerable.Range(1, change.Fault.Threads).Select(i => new StoredThread
        {
            Id = NewId(now, change.Random),
            IntegrationId = scope.IntegrationId,
            EnterpriseId = scope.EnterpriseIds[0],
            OriginalSender = "John Doe",
            Subject = $"Inserted while paging, {i} of {change.Fault.Threads}",
            CreatedUtc = now,
            UpdatedUtc = now,
        })];
        store.Insert(threads);
        foreach (var thread in threads)
        {
            store.Late.Add(thread.Id, live.World);
        }
    }

    // The same seed on a clock that stands still gives the same ids again, and their threads may still be there.
    private Guid NewId(DateTimeOffset created, Random random)
    {
        Guid id;
        do
        {
            id = ThreadStore.NewId(created, random);
        }
        while (store.Find(id) is not null);
        return id;
    }
}
