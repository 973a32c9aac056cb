using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Tests;

/// <summary>The store as tests of clients use it.</summary>
public sealed class ThreadStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_encodes_its_creation_as_in_the_documentation_examples()
    {
        // 7f9325f6-ef44-4911-89a8-ae51010a5aa4 was created at 16:09:45Z, 8d02142f-31cf-4115-90bf-ae5200c7a1ba at 12:06:50Z.
        foreach (var (created, ticks300, expected) in new[]
        {
            (new DateTimeOffset(2022, 3, 7, 16, 9, 45, TimeSpan.Zero), 280, "ae51010a5aa4"),
            (new DateTimeOffset(2022, 3, 8, 12, 6, 50, TimeSpan.Zero), 66, "ae5200c7a1ba"),
        })
        {
            var first = created.AddTicks((ticks300 * TimeSpan.TicksPerSecond / 300) + 1);
            Assert.Equal(expected, ThreadStore.NewId(first).ToString()[24..]);
            Assert.Equal(expected, ThreadStore.NewId(first.ToOffset(TimeSpan.FromHours(9))).ToString()[24..]);
        }
        Assert.NotEqual(ThreadStore.NewId(At), ThreadStore.NewId(At));
        Assert.Equal(ThreadStore.NewId(At, new Random(1)), ThreadStore.NewId(At, new Random(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreadStore.NewId(new DateTimeOffset(1899, 12, 31, 0, 0, 0, TimeSpan.Zero)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreadStore.NewId(new DateTimeOffset(2079, 6, 7, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void What_is_added_is_found_to_the_tick_in_UTC()
    {
        using var store = new ThreadStore();
        var created = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1);
        var thread = store.Add(
            created, "Zoë", "Line\nbreak\0", created.AddTicks(2), true, DemoEnterprises.Second.Id, DemoIntegrations.Other);
        Assert.Equal(thread, store.Find(thread.Id));
        Assert.Equal(TimeSpan.Zero, store.Find(thread.Id)!.CreatedUtc.Offset);
        Assert.Equal(created, thread.CreatedUtc);
        Assert.Equal([thread], store.All());
        Assert.Null(store.Find(Guid.NewGuid()));
    }

    [Fact]
    public void A_thread_can_be_updated_and_deleted()
    {
        using var store = new ThreadStore();
        var thread = store.Add(At);
        var updated = store.Update(thread.Id, At.AddHours(1), isResolved: true);
        Assert.Equal(thread with { UpdatedUtc = At.AddHours(1), IsResolved = true }, updated);
        Assert.Equal(updated with { UpdatedUtc = At.AddHours(2) }, store.Update(thread.Id, At.AddHours(2)));
        Assert.Throws<KeyNotFoundException>(() => store.Update(Guid.NewGuid(), At));

        Assert.False(store.Delete(Guid.NewGuid()));
        Assert.True(store.Delete(thread.Id));
        Assert.False(store.Delete(thread.Id));
        Assert.Empty(store.All());
    }

    [Fact]
    public void Inserting_is_all_or_nothing()
    {
        using var store = new ThreadStore();
        var thread = store.Add(At);
        Assert.Throws<SqliteException>(() => store.Insert([thread with { Id = Guid.NewGuid() }, thread]));
        Assert.Equal([thread], store.All());

        store.Insert([thread with { Id = Guid.NewGuid() }]);
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public void Clear_forgets_everything()
    {
        using var store = new ThreadStore();
        var thread = store.Add(At);
        store.Delete(thread.Id);
        store.Add(At);
        var afterDeleted = new ListQuery
        {
            IntegrationId = thread.IntegrationId,
            Scope = [thread.EnterpriseId],
            EnterpriseIds = [thread.EnterpriseId],
            Cursor = thread.Id,
        };
        Assert.Equal(CursorState.Gone, store.Read(afterDeleted).CursorState);

        store.Clear();
        Assert.Equal(0, store.Count);
        Assert.Equal(CursorState.Unknown, store.Read(afterDeleted).CursorState);
        store.Insert([thread]);
        Assert.Equal([thread], store.All());
    }

    [Fact]
    public void Tokens_that_do_not_belong_together_see_nothing_but_an_exception()
    {
        using var store = new ThreadStore();
        var e = Assert.Throws<ArgumentException>(() => store.VisibleTo(DemoTokens.ClientToken, DemoTokens.OtherAccessToken));
        Assert.DoesNotContain(DemoTokens.OtherAccessToken, e.Message, StringComparison.Ordinal);
    }
}
