using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Client.Tests;

/// <summary>Reads lists as the commands do.</summary>
internal static class ReadLists
{
    public static IEnumerable<MessageThread> Threads(
        ConnectorClient client, ListQuery query, DateTimeOffset openEnd, HashSet<Guid>? wanted = null, CallContext? context = null)
    {
        var source = new ThreadSource(client, query, openEnd);
        return new ListReader<MessageThread>(source, query, context ?? Context()).Read(
            wanted is null ? source.Plan() : source.Plan(IdBatches.Of(wanted), wanted), wanted);
    }

    public static IEnumerable<Message> Messages(ConnectorClient client, ListQuery query, DateTimeOffset openEnd, Guid[] threads)
    {
        var source = new MessageSource(client, query, openEnd);
        return new ListReader<Message>(source, query, Context()).Read(source.Plan(threads));
    }

    public static CallContext Context(IRequestObserver? observer = null) =>
        new(observer ?? new RecordingObserver(), TestContext.Current.CancellationToken);
}
