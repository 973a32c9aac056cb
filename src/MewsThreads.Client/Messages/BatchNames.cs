using System.Globalization;
using MewsThreads.Contract;

namespace MewsThreads.Messages;

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
