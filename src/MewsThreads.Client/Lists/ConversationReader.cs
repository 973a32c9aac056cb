using System.Runtime.ExceptionServices;
using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>
/// Reads the messages of threads, and keeps the order of the threads. The messages of 1000 threads are asked for at once, in the
/// background: meanwhile the next threads come, and the messages of those are asked for when half of what is there is consumed. So at most
/// two such batches are in memory. Not safe for several threads at once.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="pageSize">The most messages to ask for in one request.</param>
/// <param name="refused">Is told of threads that Mews had returned, and yet refused to be asked for: they have gone meanwhile.</param>
/// <param name="context">Where requests report, and what ends them.</param>
internal sealed class ConversationReader(ConnectorClient client, int pageSize, Action<RefusedId> refused, CallContext context)
{
    /// <summary>
    /// The conversations of threads. If threads cannot be read, those that came before come as conversations before the exception.
    /// </summary>
    public IEnumerable<Conversation> Read(IEnumerable<MessageThread> threads)
    {
        using var source = threads.GetEnumerator();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var messages = Messages(ending.Token);
        Batch? next = null;
        try
        {
            next = Begin(source, messages);
            while (next is { } batch)
            {
                var said = context.Await(batch.Messages);
                next = null;
                said.Refused.ForEach(refused);
                for (var at = 0; at < batch.Threads.Count; at++)
                {
                    if (at == batch.Threads.Count / 2 && batch.Failure is null)
                    {
                        next = Begin(source, messages);
                    }

                    var thread = batch.Threads[at];
                    if (said.Messages.TryGetValue(thread.Id, out var list))
                    {
                        yield return new Conversation(thread, list);
                    }
                }

                batch.Failure?.Throw();
            }
        }
        finally
        {
            ending.Cancel();
            if (next is not null)
            {
                Task.WaitAny(next.Messages);

                // What failed ahead of the consumer is nobody's error.
                _ = next.Messages.Exception;
            }
        }
    }

    /// <summary>A reader for a thread of its own: what it reports is queued for the thread of the command.</summary>
    private MessageReader Messages(CancellationToken cancellation)
    {
        var query = new ListQuery { PageSize = pageSize };
        var source = new MessageSource(client, query, client.ServerClock.OpenEnd());
        return new(source, new ListReader<Message>(source, query, new CallContext(new Queueing(context), cancellation)));
    }

    /// <summary>Takes the next threads, and asks for their messages; null if there are none.</summary>
    private static Batch? Begin(IEnumerator<MessageThread> source, MessageReader messages)
    {
        var threads = new List<MessageThread>();
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (threads.Count < Limitation.MaximumCount && source.MoveNext())
            {
                threads.Add(source.Current);
            }
        }
        catch (MewsException e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        if (threads.Count == 0)
        {
            failure?.Throw();
            return null;
        }

        Guid[] ids = [.. threads.Select(thread => thread.Id)];
        var said = Task.Factory.StartNew(
            () => Read(messages, ids), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new(threads, said, failure);
    }

    private static Said Read(MessageReader messages, Guid[] ids)
    {
        var said = ids.ToDictionary(id => id, _ => new List<Message>());
        foreach (var message in messages.Reader.Read(messages.Source.Plan(ids)))
        {
            said[message.MessageThreadId].Add(message);
        }

        var refused = messages.Reader.Refused.Where(refused => said.Remove(refused.Id)).ToList();

        // They come newest first; equally old ones stay in the order that Mews has them in.
        return new(said.ToDictionary(thread => thread.Key, thread => OldestFirst(thread.Value)), refused);

        static IList<Message> OldestFirst(List<Message> messages) => [.. Enumerable.Reverse(messages).OrderBy(message => message.CreatedUtc)];
    }

    /// <summary>Threads, and their messages once they are read.</summary>
    /// <param name="Threads">The threads, in their order.</param>
    /// <param name="Messages">What was said in them.</param>
    /// <param name="Failure">Why no more threads could be read; null if they could.</param>
    private sealed record Batch(IReadOnlyList<MessageThread> Threads, Task<Said> Messages, ExceptionDispatchInfo? Failure);

    /// <summary>What was said in threads.</summary>
    /// <param name="Messages">The messages of each thread, oldest first.</param>
    /// <param name="Refused">The threads that Mews refused, which are not among them.</param>
    private sealed record Said(Dictionary<Guid, IList<Message>> Messages, List<RefusedId> Refused);

    private sealed record MessageReader(MessageSource Source, ListReader<Message> Reader);

    private sealed class Queueing(CallContext context) : IRequestObserver
    {
        public void Report(string line) => context.Report(line);

        public void Waiting(string what, TimeSpan left) => context.Waiting(what, left);
    }
}
