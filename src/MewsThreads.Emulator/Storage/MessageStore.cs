using System.Buffers.Binary;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Storage;

/// <summary>
/// The messages of an emulator's threads. As with <see cref="ThreadStore"/>, tests compare with it what a client returned, and change
/// it while the client works. Thread-safe; every method is atomic.
/// </summary>
public sealed class MessageStore
{
    private readonly ThreadDatabase _database;
    private readonly LateItems _late;

    internal MessageStore(ThreadDatabase database, LateItems late)
    {
        _database = database;
        _late = late;
    }

    /// <summary>Every message, in the order of the API: newest first, equally old ones by id, descending.</summary>
    /// <returns>A copy that later changes do not touch.</returns>
    public IReadOnlyList<StoredMessage> All() =>
        _database.Alone(() => _database.Command(MessageSql.SelectAll).ReadMessages());

    /// <summary>The messages of one thread, in the order of the API.</summary>
    /// <param name="threadId">The id of the thread.</param>
    /// <returns>A copy that later changes do not touch; empty when there is no such thread.</returns>
    public IReadOnlyList<StoredMessage> Of(Guid threadId) =>
        _database.Alone(() => _database.Command(MessageSql.SelectOfThread).Set("$thread", threadId).ReadMessages());

    /// <summary>
    /// Adds messages in one transaction: all or, when an id is there already or a thread is not, none. The threads stay as they are.
    /// </summary>
    /// <param name="messages">The messages, with offsets of any kind: instants are kept to the tick, offsets are not.</param>
    public void Insert(IEnumerable<StoredMessage> messages) =>
        _database.InTransaction(() => InsertRows(messages));

    /// <summary>Adds one message with a new id. Its thread stays as it is; see <see cref="EmulatorHost.Answer"/>.</summary>
    /// <param name="threadId">The thread.</param>
    /// <param name="createdUtc">When it was created.</param>
    /// <param name="text">Its text.</param>
    /// <param name="sender">Its sender.</param>
    /// <returns>The message as stored.</returns>
    public StoredMessage Add(
        Guid threadId, DateTimeOffset createdUtc, string text = "Text of the message", string sender = MessageSenders.Application)
    {
        var message = new StoredMessage
        {
            Id = ThreadStore.NewId(createdUtc),
            MessageThreadId = threadId,
            Text = text,
            Sender = sender,
            CreatedUtc = createdUtc.ToUniversalTime(),
        };
        Insert([message]);
        return message;
    }

    /// <summary>Deletes a message. Its position is remembered for <see cref="GoneCursor.Continue"/>.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Delete(Guid id)
    {
        return _database.InTransaction(() =>
        {
            _database.Command(MessageSql.RememberGone).Set("$id", id).ExecuteNonQuery();
            return _database.Command(MessageSql.Delete).Set("$id", id).ExecuteNonQuery() > 0;
        });
    }

    /// <summary>Deletes every message, remembered positions included; the threads stay.</summary>
    public void Clear() =>
        _database.InTransaction(() => _database.Execute(MessageSql.Clear));

    /// <summary>A page of what a caller finds by now.</summary>
    internal Listed<StoredMessage> ReadVisible(ListQuery query) =>
        _database.Alone(() => new CursorPager(_database).Messages(query with { Hidden = _late.Hidden() }));

    /// <summary>Writes messages into threads, in one transaction.</summary>
    /// <param name="drafts">What is written, and where.</param>
    /// <param name="sender">By whom.</param>
    /// <param name="now">When.</param>
    /// <param name="world">What that does to the threads, and when and in which order the messages are found.</param>
    /// <param name="mayWrite">
    /// Gets the number of each draft and its thread, <see langword="null"/> if there is none; says whether it is written, or throws, so
    /// that no message is.
    /// </param>
    /// <returns>A message for each draft; <see langword="null"/> for one that was not written.</returns>
    internal IReadOnlyList<StoredMessage?> Append(
        IReadOnlyList<(Guid ThreadId, string Text)> drafts,
        string sender,
        DateTimeOffset now,
        World world,
        Func<int, StoredThread?, bool> mayWrite)
    {
        return _database.InTransaction(() =>
        {
            var messages = new List<StoredMessage?>(drafts.Count);
            var last = Guid.Empty;
            foreach (var (i, (threadId, text)) in drafts.Index())
            {
                var thread = _database.Command(ThreadSql.SelectOne).Set("$id", threadId).ReadThreads().SingleOrDefault();
                if (!mayWrite(i, thread))
                {
                    messages.Add(null);
                    continue;
                }
                // By a clock that was set back, a message would be older than its thread.
                var created = thread!.CreatedUtc > now ? thread.CreatedUtc : now.ToUniversalTime();
                last = world.SameInstant == SameInstant.Any
                    ? ThreadStore.NewId(created)
                    : NewIdAfter(Later(last, LastIdAt(threadId, created)), created);
                var message = new StoredMessage
                {
                    Id = last,
                    MessageThreadId = threadId,
                    Text = text,
                    Sender = sender,
                    CreatedUtc = created,
                };
                InsertRows([message]);
                UpdateThread(thread, now, world);
                messages.Add(message);
            }
            foreach (var message in messages.OfType<StoredMessage>())
            {
                _late.Add(message.Id, world);
            }
            return messages;
        });
    }

    /// <summary>Inserts within a transaction of the caller's.</summary>
    internal void InsertRows(IEnumerable<StoredMessage> messages)
    {
        var insert = _database.Command(MessageSql.Insert);
        foreach (var message in messages)
        {
            insert
                .Set("$id", message.Id)
                .Set("$thread", message.MessageThreadId)
                .Set("$text", message.Text)
                .Set("$sender", message.Sender)
                .Set("$created", message.CreatedUtc.UtcTicks)
                .ExecuteNonQuery();
        }
    }

    private void UpdateThread(StoredThread thread, DateTimeOffset now, World world)
    {
        var reopens = thread.IsResolved && world.MessageReopensThread;
        if (world.MessageUpdatesThread || reopens)
        {
            _database.Command(MessageSql.UpdateThread)
                .Set("$thread", thread.Id).Set("$updated", now.UtcTicks).Set("$reopens", reopens)
                .ExecuteNonQuery();
        }
    }

    private Guid LastIdAt(Guid threadId, DateTimeOffset created)
    {
        using var reader = _database.Command(MessageSql.LastIdAt)
            .Set("$thread", threadId).Set("$created", created.UtcTicks)
            .ExecuteReader();
        return reader.Read() ? reader.ReadId(0) : Guid.Empty;
    }

    private static Guid Later(Guid one, Guid other) => one.CompareTo(other) < 0 ? other : one;

    // Equally old messages are listed by id. What is written in one call, or by a clock that stands still, is a conversation all the
    // same, and is not to be shuffled: so each id is above the last one.
    private static Guid NewIdAfter(Guid last, DateTimeOffset created)
    {
        var id = ThreadStore.NewId(created);
        if (id.CompareTo(last) > 0)
        {
            return id;
        }
        Span<byte> bytes = stackalloc byte[16];
        last.TryWriteBytes(bytes, bigEndian: true, out _);
        var start = BinaryPrimitives.ReadUInt32BigEndian(bytes) + 1;
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, start);
        return new Guid(bytes, bigEndian: true);
    }
}
