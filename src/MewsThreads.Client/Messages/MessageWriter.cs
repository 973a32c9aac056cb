using MewsThreads.Contract;
using MewsThreads.Transport;

namespace MewsThreads.Messages;

/// <summary>Writes messages, none of them twice.</summary>
/// <remarks>
/// A batch whose answer was lost is not looked for, as a thread is: a message that was read carries no identifier, and one that says the
/// same in the same thread may well be of another run, so that no look could tell whose it is.
/// </remarks>
internal sealed class MessageWriter(MewsConnection connection, IRequestObserver observer, CancellationToken cancellation)
{
    // "required, max 1000 items": https://docs.mews.com/connector-api/operations/messages
    public const int MaximumCount = 1000;

    /// <summary>Writes some messages, at most 1000, in one request, and returns them as the answer has them.</summary>
    /// <exception cref="MewsOutcomeUnknownException">The answer was lost, and any of them may or may not have been written.</exception>
    /// <exception cref="MewsException">None of them was written.</exception>
    public List<Message> Add(IReadOnlyCollection<MessageDraft> drafts)
    {
        var operation = Operations.AddMessages(drafts.Count);
        var sent = connection.Client.Clock.Elapsed;
        var since = connection.Client.ServerClock.EarliestDateAt(sent);
        try
        {
            var response = connection.Client.Send(operation, new(drafts), Repeat.Write, observer, cancellation);
            return [.. response.Body.Messages!.Select(Named)];
        }
        catch (MewsException e) when (e.MayHaveActed)
        {
            // A response with an error may have told a clock that was set back meanwhile.
            var sinceTold = connection.Client.ServerClock.EarliestDateAt(sent);
            throw new MewsOutcomeUnknownException(e, drafts, since < sinceTold ? since : sinceTold);
        }
    }

    private static Message Named(AddedMessage? added)
    {
        var message = added!.Message!;
        message.Identifier = added.Identifier;
        return message;
    }
}
