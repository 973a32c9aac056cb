using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Storage;

/// <summary>
/// The threads of an emulator. Tests compare with it what a client returned, and change it while the client works. Thread-safe;
/// every method is atomic.
/// </summary>
public sealed class ThreadStore : IDisposable
{
    private readonly ThreadDatabase _database;

    /// <param name="file">The data file; <see langword="null"/> for memory.</param>
    /// <param name="seed">The threads of a new store, stored together with the schema or not at all.</param>
    /// <param name="conversation">The messages of such a thread.</param>
    /// <param name="clock">By which what is new becomes visible.</param>
    internal ThreadStore(
        string? file = null,
        IEnumerable<StoredThread>? seed = null,
        Func<StoredThread, IEnumerable<StoredMessage>>? conversation = null,
        EmulatorClock? clock = null)
    {
        _database = new ThreadDatabase(file);
        Late = new LateItems(clock ?? new EmulatorClock(TimeProvider.System));
        Messages = new MessageStore(_database, Late);
        if (_database.IsNew)
        {
            _database.InTransaction(() =>
            {
                _database.Execute(ThreadSql.Schema);
                StoredThread[] threads = [.. seed ?? []];
                InsertRows(threads);
                Messages.InsertRows(threads.SelectMany(thread => conversation?.Invoke(thread) ?? []));
            });
        }
        else if (_database.Version < ThreadSql.SchemaVersion)
        {
            // What a column or table of that time did not hold, nobody remembers.
            _database.InTransaction(() => _database.Execute(ThreadSql.Upgrade(_database.Version)));
        }
    }

    /// <summary>
    /// Raised for each update of a thread, with its id. Where the clock was set back, an updated thread can look as it did before.
    /// </summary>
    public event Action<Guid>? Updated;

    /// <summary>Their messages, kept in the same database.</summary>
    internal MessageStore Messages { get; }

    /// <summary>Those of both that are not found yet.</summary>
    internal LateItems Late { get; }

    /// <summary>Number of threads, of all integrations and enterprises.</summary>
    public int Count => _database.Alone(() => Convert.ToInt32(_database.Command(ThreadSql.Count).ExecuteScalar(), null));

    /// <summary>
    /// A new id as Mews makes them: random, its last 12 hex digits the creation instant (4 of days since 1900-01-01, 8 of 1/300 s).
    /// </summary>
    /// <param name="created">The creation instant, 1900 to 2079.</param>
    /// <param name="random">Where the rest comes from; by default unpredictable.</param>
    /// <returns>The id.</returns>
    public static Guid NewId(DateTimeOffset created, Random? random = null) => ItemId.New(created, random ?? Random.Shared);

    /// <summary>Every thread, in the order of the API: newest first, equally old ones by id, descending.</summary>
    /// <returns>A copy that later changes do not touch.</returns>
    public IReadOnlyList<StoredThread> All() =>
        _database.Alone(() => _database.Command(ThreadSql.SelectAll).ReadThreads());

    /// <summary>Every thread that a pair of tokens may see, in the order of the API.</summary>
    /// <param name="clientToken">One of the client tokens of <see cref="DemoTokens"/>.</param>
    /// <param name="accessToken">An access token of that integration.</param>
    /// <returns>A copy that later changes do not touch.</returns>
    /// <exception cref="ArgumentException">The tokens do not belong together.</exception>
    public IReadOnlyList<StoredThread> VisibleTo(string clientToken, string accessToken)
    {
        var scope = TokenScope.Find(clientToken, accessToken)
            ?? throw new ArgumentException("These are not a client token and one of its access tokens.");
        return VisibleTo(scope);
    }

    /// <summary>One thread by id, whoever may see it; <see langword="null"/> when there is none.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The thread as it is now.</returns>
    public StoredThread? Find(Guid id) =>
        _database.Alone(() => _database.Command(ThreadSql.SelectOne).Set("$id", id).ReadThreads().SingleOrDefault());

    /// <summary>Adds threads in one transaction: all or, when an id is there already, none.</summary>
    /// <param name="threads">The threads, with offsets of any kind: instants are kept to the tick, offsets are not.</param>
    public void Insert(IEnumerable<StoredThread> threads) =>
        _database.InTransaction(() => InsertRows(threads));

    /// <summary>Adds one thread with a new id.</summary>
    /// <param name="createdUtc">When it was created.</param>
    /// <param name="originalSender">Its sender.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="updatedUtc">When it was updated last; by default when it was created.</param>
    /// <param name="isResolved">Whether it is resolved.</param>
    /// <param name="enterpriseId">Its enterprise; by default <see cref="DemoEnterprises.First"/>.</param>
    /// <param name="integrationId">Its integration; by default <see cref="DemoIntegrations.Default"/>.</param>
    /// <param name="customerId">The customer whom it concerns; by default nobody.</param>
    /// <returns>The thread as stored.</returns>
    public StoredThread Add(
        DateTimeOffset createdUtc,
        string originalSender = "John Doe",
        string subject = "Example subject",
        DateTimeOffset? updatedUtc = null,
        bool isResolved = false,
        Guid? enterpriseId = null,
        Guid? integrationId = null,
        Guid? customerId = null)
    {
        var thread = new StoredThread
        {
            Id = NewId(createdUtc),
            IntegrationId = integrationId ?? DemoIntegrations.Default,
            EnterpriseId = enterpriseId ?? DemoEnterprises.First.Id,
            OriginalSender = originalSender,
            Subject = subject,
            CreatedUtc = createdUtc.ToUniversalTime(),
            UpdatedUtc = (updatedUtc ?? createdUtc).ToUniversalTime(),
            IsResolved = isResolved,
            CustomerId = customerId,
        };
        Insert([thread]);
        return thread;
    }

    /// <summary>Updates a thread, as a new message or a click in Mews would.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="updatedUtc">When; a time before its creation becomes that.</param>
    /// <param name="isResolved">Whether it is resolved from then on; by default as it was.</param>
    /// <returns>The thread as it is now.</returns>
    /// <exception cref="KeyNotFoundException">There is no such thread.</exception>
    public StoredThread Update(Guid id, DateTimeOffset updatedUtc, bool? isResolved = null)
    {
        return _database.Alone(() =>
        {
            var old = Find(id) ?? throw NoThread(id);
            var updated = updatedUtc > old.CreatedUtc ? updatedUtc.ToUniversalTime() : old.CreatedUtc;
            var thread = old with { UpdatedUtc = updated, IsResolved = isResolved ?? old.IsResolved };
            _database.Command(ThreadSql.Update)
                .Set("$id", id).Set("$updated", thread.UpdatedUtc.Ticks).Set("$resolved", thread.IsResolved)
                .ExecuteNonQuery();
            Updated?.Invoke(id);
            return thread;
        });
    }

    /// <summary>
    /// Deletes a thread with its messages. Their positions are remembered for <see cref="GoneCursor.Continue"/>.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Delete(Guid id)
    {
        return _database.InTransaction(() =>
        {
            _database.Command(MessageSql.RememberGoneOfThread).Set("$id", id).ExecuteNonQuery();
            _database.Command(ThreadSql.RememberGone).Set("$id", id).ExecuteNonQuery();
            return _database.Command(ThreadSql.Delete).Set("$id", id).ExecuteNonQuery() > 0;
        });
    }

    /// <summary>Empties the store, messages and remembered positions included, as if it had just been made.</summary>
    public void Clear() =>
        _database.InTransaction(() => _database.Execute(ThreadSql.Clear));

    /// <summary>Closes the store; what a data file holds stays.</summary>
    public void Dispose() => _database.Dispose();

    internal static KeyNotFoundException NoThread(Guid id) => new($"There is no thread {id}.");

    internal Listed<StoredThread> Read(ListQuery query) =>
        _database.Alone(() => new CursorPager(_database).Threads(query));

    /// <summary>A page of what a caller finds by now.</summary>
    internal Listed<StoredThread> ReadVisible(ListQuery query) => Read(query with { Hidden = Late.Hidden() });

    /// <summary>Updates some of the threads in a scope, picked at random: so many, or all if there are not.</summary>
    internal void UpdateSome(TokenScope scope, int count, DateTimeOffset updatedUtc, Random random)
    {
        _database.InTransaction(() =>
        {
            var ids = VisibleTo(scope).Select(thread => thread.Id).ToArray();
            random.Shuffle(ids);
            foreach (var id in ids.Take(count))
            {
                Update(id, updatedUtc);
            }
        });
    }

    private IReadOnlyList<StoredThread> VisibleTo(TokenScope scope) => Read(
        new ListQuery { IntegrationId = scope.IntegrationId, Scope = scope.EnterpriseIds, EnterpriseIds = scope.EnterpriseIds }).Items;

    private void InsertRows(IEnumerable<StoredThread> threads)
    {
        var insert = _database.Command(ThreadSql.Insert);
        foreach (var thread in threads)
        {
            insert
                .Set("$id", thread.Id)
                .Set("$integration", thread.IntegrationId)
                .Set("$enterprise", thread.EnterpriseId)
                .Set("$sender", thread.OriginalSender)
                .Set("$subject", thread.Subject)
                .Set("$created", thread.CreatedUtc.UtcTicks)
                .Set("$updated", thread.UpdatedUtc.UtcTicks)
                .Set("$resolved", thread.IsResolved)
                .Set("$customer", thread.CustomerId is { } customer ? customer.ToByteArray(bigEndian: true) : DBNull.Value)
                .ExecuteNonQuery();
        }
    }
}
