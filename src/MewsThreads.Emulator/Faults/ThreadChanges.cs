using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Faults;

/// <summary>Changes threads under a client that is paging, as guests and staff do.</summary>
internal sealed class ThreadChanges(ThreadStore store, TimeProvider clock)
{
    /// <summary>Makes the change.</summary>
    /// <param name="change">How many of what.</param>
    /// <param name="scope">What the caller may see, and so what is worth changing.</param>
    public void Apply(Happening change, TokenScope scope)
    {
        if (change.Fault.Kind == FaultKind.InsertThreads)
        {
            Insert(change, scope);
        }
        else
        {
            store.UpdateSome(scope, change.Fault.Threads, clock.GetUtcNow(), change.Random);
        }
    }

    private void Insert(Happening change, TokenScope scope)
    {
        var now = clock.GetUtcNow();
        store.Insert([.. Enumerable.Range(1, change.Fault.Threads).Select(i => new StoredThread
        {
            Id = NewId(now, change.Random),
            IntegrationId = scope.IntegrationId,
            EnterpriseId = scope.EnterpriseIds[0],
            OriginalSender = "John Doe",
            Subject = $"Inserted while paging, {i} of {change.Fault.Threads}",
            CreatedUtc = now,
            UpdatedUtc = now,
        })]);
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
