using System.Globalization;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Lists;

namespace MewsThreads.Writes;

/// <summary>Writes messages, none of them twice.</summary>
/// <remarks>
/// A batch whose response was lost is not looked for, as a thread is: a message that was read carries no identifier, and one that says the
/// same in the same thread may well be of another run, so that no look could tell whose it is. After a 429 a look is of use all the same: if
/// there is no such message, nothing was written, and the batch can be sent again.
/// </remarks>
internal sealed class MessageWriter(MewsConnection connection, CallContext context)
{
    // "required, max 1000 items": https://docs.mews.com/connector-api/operations/messages
    public const int MaximumCount = 1000;

    // By as much can two readings of one clock differ, since responses tell whole seconds.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(2);

    /// <summary>Writes some messages, at most 1000, in one request.</summary>
    /// <exception cref="MewsOutcomeUnknownException">The response was lost or was a 429, and any of them may or may not have been written.</exception>
    /// <exception cref="MewsException">None of them was written.</exception>
    public WrittenBatch Add(IReadOnlyList<MessageDraft> drafts)
    {
        // The first time, so that messages of an earlier attempt that Mews shows late are found after a later one.
        var client = connection.Client;
        var sent = client.Clock.Elapsed;
        var since = client.ServerClock.EarliestDateAt(sent);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Send(drafts, since, attempt - 1);
            }
            catch (MewsException e) when (e.MayHaveActed)
            {
                // A response with an error may have told a clock that was set back meanwhile.
                var sinceTold = client.ServerClock.EarliestDateAt(sent);
                since = since < sinceTold ? since : sinceTold;
                if (e is not MewsApiException { IsTooManyRequests: true, RetryAt: null } refusal || !IsNothingThere(drafts, refusal, sent, since))
                {
                    throw new MewsOutcomeUnknownException(e, new UnconfirmedMessages(drafts), since);
                }

                if (attempt > client.MaximumRetryCount)
                {
                    throw;
                }
            }
        }
    }

    private WrittenBatch Send(IReadOnlyList<MessageDraft> drafts, DateTimeOffset? since, int attempts)
    {
        var names = new BatchNames(drafts);
        var response = connection.Client.Send(Operations.AddMessages, new(names.Drafts), Repeat.Write, context, attempts);
        var messages = names.InOrder(response.Body.Messages!, out var flaw);
        if (flaw is not null)
        {
            throw new MewsProtocolException(Operations.AddMessages.Name, flaw, response.RequestId);
        }

        var written = new List<Message>(drafts.Count);
        var leftOut = new List<MessageDraft>();
        for (var i = 0; i < drafts.Count; i++)
        {
            if (messages[i] is not { } message)
            {
                leftOut.Add(drafts[i]);
                continue;
            }

            message.Identifier = drafts[i].Identifier;
            written.Add(message);
            connection.RecentWrites.Remember(message.Id, connection.Client.Clock.Elapsed);
        }

        if (leftOut.Count == 0)
        {
            return new WrittenBatch(written, LeftOut: null);
        }

        var silence = new MewsProtocolException(
            Operations.AddMessages.Name, $"{leftOut.Count} of the {drafts.Count} messages sent are not in it.", response.RequestId);
        return new WrittenBatch(written, new MewsOutcomeUnknownException(silence, new UnconfirmedMessages(leftOut), since));
    }

    /// <summary>Waits after a 429, and looks whether none of a batch was written all the same.</summary>
    /// <param name="drafts">The batch.</param>
    /// <param name="refusal">The 429.</param>
    /// <param name="sent">When the batch was sent, by the clock that counts.</param>
    /// <param name="since">The earliest date that its messages can have; null where that is not known.</param>
    private bool IsNothingThere(IReadOnlyList<MessageDraft> drafts, MewsApiException refusal, TimeSpan sent, DateTimeOffset? since)
    {
        var client = connection.Client;
        try
        {
            client.WaitToLook(refusal, context);
            if (since is null)
            {
                return false;
            }

            var from = since.Value - Leeway;
            var query = new ListQuery { ThrottleLimit = 1, Created = new TimeFilter(from, null) };
            var source = new MessageSource(client, query, client.ServerClock.OpenEnd());
            var reader = new ListReader<Message>(source, query, context);
            Guid[] threads = [.. drafts.Select(draft => draft.MessageThreadId).Distinct()];
            var texts = new HashSet<(Guid, string)>(drafts.Select(draft => (draft.MessageThreadId, Unspaced(draft.Text))));
            var isThere = reader.Read(source.Plan(threads)).Any(message =>
                texts.Contains((message.MessageThreadId, Unspaced(message.Text))) && !connection.RecentWrites.IsKnown(message.Id));

            // If its clock was set back meanwhile, messages may be dated before what was looked through.
            return !isThere && client.ServerClock.EarliestDateAt(sent) >= from;
        }
        catch (MewsException e)
        {
            context.Report($"Looking for the batch failed, too: {e.Message}");
            return false;
        }
    }

    /// <summary>A text without its white space, of which Mews may cut off or change some.</summary>
    private static string Unspaced(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}

/// <summary>
/// Gives each message of a batch an identifier that no other has, by which the response is attributed: it may be in another order, and may leave
/// some out. The user's own identifiers serve if they are all there and differ.
/// </summary>
internal sealed class BatchNames
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public BatchNames(IReadOnlyList<MessageDraft> drafts)
    {
        var ofUser = new HashSet<string>(StringComparer.Ordinal);
        Drafts = drafts.All(draft => draft.Identifier is { } identifier && ofUser.Add(identifier))
            ? drafts
            : [.. drafts.Select((draft, place) => new MessageDraft(draft.MessageThreadId, draft.Text, place.ToString(CultureInfo.InvariantCulture)))];
        for (var place = 0; place < Drafts.Count; place++)
        {
            _places.Add(Drafts[place].Identifier!, place);
        }
    }

    /// <summary>The messages as they are sent.</summary>
    public IReadOnlyList<MessageDraft> Drafts { get; }

    /// <summary>The messages of a response in the order of the request, with null for each that it leaves out.</summary>
    /// <param name="added">The response.</param>
    /// <param name="flaw">Why they cannot be attributed; null if they can.</param>
    public Message?[] InOrder(IEnumerable<AddedMessage?> added, out string? flaw)
    {
        var messages = new Message?[Drafts.Count];
        var ids = new HashSet<Guid>();
        flaw = null;
        foreach (var item in added)
        {
            var message = item!.Message!;
            if (item.Identifier is not { } identifier || !_places.TryGetValue(identifier, out var place))
            {
                flaw = "an element of Messages has an Identifier that was not sent.";
            }
            else if (messages[place] is not null || !ids.Add(message.Id))
            {
                flaw = "a message is there more than once.";
            }
            else if (message.MessageThreadId != Drafts[place].MessageThreadId)
            {
                flaw = "a message in it belongs to another thread than the one sent.";
            }
            else
            {
                messages[place] = message;
            }
        }

        return messages;
    }
}

/// <summary>What became of a batch of messages.</summary>
/// <param name="Messages">Those that were written, in the order of the request.</param>
/// <param name="LeftOut">What is to be said of those that the response does not speak of; null if there are none.</param>
internal sealed record WrittenBatch(IReadOnlyList<Message> Messages, MewsOutcomeUnknownException? LeftOut);
