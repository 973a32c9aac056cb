using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Threads;

/// <summary>Creates threads.</summary>
internal static class ThreadWriter
{
    public const string Operation = "messageThreads/add";

    /// <summary>Creates one thread and returns it.</summary>
    public static MessageThread Add(
        ConnectorClient client, string originalSender, string subject, Action<string> log, CancellationToken cancellation)
    {
        var json = ContractJson.Default;
        var response = client.Send(
            Operation, new(originalSender, subject), json.AddMessageThreadRequest, json.AddMessageThreadResponse, cancellation);
        log($"{Operation}: answered in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
        return response.Body.MessageThreads is [{ } thread]
            ? thread
            : throw new MewsProtocolException(Operation, "MessageThreads does not hold the one thread created.", response.RequestId);
    }
}
