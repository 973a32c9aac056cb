using Microsoft.Data.Sqlite;

namespace MewsThreads.Emulator.Tests;

/// <summary>The store of messages as tests of clients use it.</summary>
public sealed class MessageStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_added_is_found_to_the_tick_in_UTC_and_leaves_its_thread_alone()
    {
        using var store = new ThreadStore();
        var (thread, other) = (store.Add(At), store.Add(At));
        var created = At.ToOffset(TimeSpan.FromHours(2)).AddTicks(1);
        var message = store.Messages.Add(thread.Id, created, "Line\nbreak 🥐", "Robot");
        var older = store.Messages.Add(other.Id, At);
        Assert.Equal([message, older], store.Messages.All());
        Assert.Equal(TimeSpan.Zero, store.Messages.All()[0].CreatedUtc.Offset);
        Assert.Equal(created, message.CreatedUtc);
        Assert.Equal(MessageSenders.Application, older.Sender);
        Assert.Equal([message], store.Messages.Of(thread.Id));
        Assert.Empty(store.Messages.Of(Guid.NewGuid()));
        Assert.Equal(thread, store.Find(thread.Id));
    }

    [Fact]
    public void Inserting_is_all_or_nothing()
    {
        using var store = new ThreadStore();
        var message = store.Messages.Add(store.Add(At).Id, At);
        var another = message with { Id = Guid.NewGuid() };
        Assert.Throws<SqliteException>(() => store.Messages.Insert([another, message]));
        var nowhere = another with { Id = Guid.NewGuid(), MessageThreadId = Guid.NewGuid() };
        Assert.Throws<SqliteException>(() => store.Messages.Insert([another, nowhere]));
        Assert.Equal([message], store.Messages.All());
        store.Messages.Insert([another]);
        Assert.Equal(2, store.Messages.All().Count);
    }

    [Fact]
    public void Clear_forgets_the_messages_or_with_the_threads_everything()
    {
        using var store = new ThreadStore();
        var thread = store.Add(At);
        var message = store.Messages.Add(thread.Id, At);
        store.Messages.Clear();
        Assert.Empty(store.Messages.All());
        Assert.Equal([thread], store.All());

        store.Messages.Insert([message]);
        store.Clear();
        Assert.Empty(store.Messages.All());
        Assert.Empty(store.All());
    }
}
