using MewsThreads.Connections;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Writes;

/// <summary>Creates threads, none of them twice.</summary>
internal sealed class ThreadWriter(MewsConnection connection, CallContext context)
{
    // More are of no use: the server's clock would have to be set back during each.
    private const int MostLooks = 3;

    /// <summary>Creates one thread and returns it.</summary>
    /// <param name="originalSender">The guest.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="customerId">The customer that the thread concerns; null for none.</param>
    /// <param name="warn">Is told when the call failed and the thread was found by looking for it.</param>
    /// <exception cref="MewsOutcomeUnknownException">The response was lost or was a 429, and the thread may or may not have been created.</exception>
    /// <exception cref="MewsException">The thread was not created.</exception>
    public MessageThread Add(string originalSender, string subject, Guid? customerId, Action<string> warn)
    {
        using var call = connection.RecentWrites.Begin(originalSender, subject);
        try
        {
            var thread = AddOrFind(call, originalSender, subject, customerId, warn);
            call.Resolve();
            return thread;
        }
        catch (MewsException e) when (e is not MewsOutcomeUnknownException)
        {
            call.Resolve();
            throw;
        }
    }

    private MessageThread AddOrFind(RecentWrites.Call call, string originalSender, string subject, Guid? customerId, Action<string> warn)
    {
        // The first time, so that a thread of an earlier attempt that Mews shows late is found after a later one.
        var sent = connection.Client.Clock.Elapsed;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Send(originalSender, subject, customerId, attempt - 1);
            }
            catch (MewsException e) when (e.MayHaveActed)
            {
                if (Find(call, originalSender, subject, customerId, sent, e) is { } thread)
                {
                    warn($"{e.Operation} failed, but the thread was created: it was found as {thread.Id}. What happened: {e.Message}");
                    return thread;
                }

                if (attempt > connection.Client.MaximumRetryCount)
                {
                    throw;
                }
            }
        }
    }

    private MessageThread Send(string originalSender, string subject, Guid? customerId, int attempts)
    {
        var request = new AddMessageThreadRequest(originalSender, subject, customerId);
        var response = connection.Client.Send(Operations.AddMessageThread, request, Repeat.Write, context, attempts);
        var thread = response.Body.MessageThreads![0]!;
        connection.RecentWrites.Remember(thread.Id, connection.Client.Clock.Elapsed);
        return thread;
    }

    /// <summary>
    /// Looks for the thread of a call whose response was lost or was a 429: created since, the same in everything, and of no other call.
    /// </summary>
    /// <returns>The thread; null after a 429 if there is none, so that the call can be sent again.</returns>
    private MessageThread? Find(
        RecentWrites.Call call, string originalSender, string subject, Guid? customerId, TimeSpan sent, MewsException lost)
    {
        var since = connection.Client.ServerClock.EarliestDateAt(sent);
        Exception Unknown(string looked) => new MewsOutcomeUnknownException(lost, new UnconfirmedThread(originalSender, subject, looked), since);

        if (customerId is not null)
        {
            throw Unknown(
                "Mews does not say which customer a thread concerns, so that it could not be told from a thread of another customer with the same sender and subject.");
        }

        if (lost is MewsApiException { IsTooManyRequests: true, RetryAt: not null })
        {
            throw Unknown("It could not be looked for.");
        }

        var refusal = lost is MewsApiException { IsTooManyRequests: true } tooMany ? tooMany : null;
        List<MessageThread> same;
        try
        {
            if (refusal is not null)
            {
                connection.Client.WaitToLook(refusal, context);
            }
            else
            {
                context.Report($"{lost.Message} Looking whether the thread was created");
            }

            same = Look(originalSender, subject, sent, ref since);
        }
        catch (MewsException e)
        {
            throw Unknown($"Looking for it failed, too: {e.Message}");
        }

        if (since is null)
        {
            throw Unknown("The responses do not tell the server's time, so no look could tell its threads from older ones.");
        }

        // Asked after the look, so that no call that began meanwhile is overlooked.
        if (call.HasOthers)
        {
            throw Unknown("Another call for the same thread is under way or in doubt, so that the two could not be told apart.");
        }

        var found = same.Where(thread => !connection.RecentWrites.IsKnown(thread.Id)).ToList();
        if (found.Count == 0 && refusal is not null)
        {
            return null;
        }

        if (found.Count != 1)
        {
            throw Unknown($"There are {found.Count} such threads.");
        }

        connection.RecentWrites.Remember(found[0].Id, connection.Client.Clock.Elapsed);
        return found[0];
    }

    /// <summary>The threads with this sender and subject that can be of a call.</summary>
    /// <param name="originalSender">The sender.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="sent">When the call was sent.</param>
    /// <param name="since">
    /// The earliest date that its thread can have, as far as it is known; earlier afterwards if a response told that the server's clock was set back.
    /// </param>
    private List<MessageThread> Look(string originalSender, string subject, TimeSpan sent, ref DateTimeOffset? since)
    {
        // Where nothing is known of the server's clock, the first look tells it.
        var client = connection.Client;
        var from = since ?? client.Clock.UtcNow.AddDays(-1);
        List<MessageThread> threads = [];

        // Its clock may have been set meanwhile. A thread that none of its settings could have dated so is another one, from before.
        List<Interval> dates = [];
        Note(since);
        for (var looks = 0; looks < MostLooks; looks++)
        {
            var query = new ListQuery { ThrottleLimit = 1, Created = new TimeFilter(from, null) };
            var source = new ThreadSource(client, query, client.ServerClock.OpenEnd());
            threads = [.. new ListReader<MessageThread>(source, query, context).Read(source.Plan())];
            var told = client.ServerClock.EarliestDateAt(sent);
            since = told < since ? told : since ?? told;
            Note(told);
            if (told is null || told >= from)
            {
                break;
            }

            from = told.Value;
        }

        return threads.FindAll(thread => thread.OriginalSender == originalSender && thread.Subject == subject
            && (dates.Count == 0 || dates.Exists(dated => dated.Start <= thread.CreatedUtc && thread.CreatedUtc <= dated.End)));

        void Note(DateTimeOffset? earliest)
        {
            if (earliest is not null && client.ServerClock.LatestDate() is { } latest)
            {
                dates.Add(new Interval(earliest.Value, latest));
            }
        }
    }
}
