using System.Management.Automation;
using System.Net;
using MewsThreads.Contract;
using MewsThreads.Lists;

namespace MewsThreads.Commands;

/// <summary>Gets the messages of threads, newest first for every 1000 threads.</summary>
/// <remarks>
/// <para>Threads come from the pipeline or by id; the first request for them goes out as soon as there are 1000. After that,
/// two, four and up to eight requests go out at the same time as soon as there are threads enough for them; the rest at the end.</para>
/// <para>Only messages of threads that the same integration (client token) created are visible. A thread that is not visible is a non-terminating
/// error. Without times, one request more for every 1000 threads finds these, if some ids came as such and have no message; with times, they are
/// an error if Mews refuses them. "After" is inclusive, "Before" exclusive.</para>
/// </remarks>
/// <example>
/// Everything that was written in the threads of the last day.
/// <code>
/// Get-MewsMessageThread -UpdatedAfter (Get-Date).AddDays(-1) | Get-MewsMessage
/// </code>
/// </example>
/// <example>
/// The newest conversation, to be read from its beginning.
/// <code>
/// $messages = Get-MewsMessageThread -First 1 | Get-MewsMessage | Sort-Object CreatedUtc
/// $messages | Format-Table CreatedUtc, Sender, Text -Wrap
/// </code>
/// </example>
/// <example>
/// What a property has written this week, in threads whose ids are in a file.
/// <code>
/// Get-Content ids.txt | Get-MewsMessage -CreatedAfter (Get-Date).AddDays(-7) |
///     Where-Object Sender -EQ 'Enterprise' |
///     Export-Csv replies.csv -NoTypeInformation
/// </code>
/// </example>
/// <example>
/// The threads where the guest had the last word.
/// <code>
/// $threads = Get-MewsMessageThread -CreatedAfter (Get-Date).AddDays(-30)
/// $threads | Get-MewsMessage | Group-Object MessageThreadId |
///     ForEach-Object { $_.Group[0] } |
///     Where-Object Sender -EQ 'Application' |
///     Get-MewsMessageThread
/// </code>
/// Of each group, the first message is the newest. Piped on, a message stands for its thread.
/// </example>
/// <example>
/// The messages of one thread.
/// <code>
/// $thread = Get-MewsMessageThread -First 1
/// Get-MewsMessage $thread.Id
/// </code>
/// </example>
/// <seealso cref="AddMewsMessageCommand"/>
/// <seealso cref="GetMewsMessageThreadCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Paging</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messages">Messages in the Connector API</seealso>
[Cmdlet(VerbsCommon.Get, "MewsMessage")]
[OutputType(typeof(Message))]
public sealed class GetMewsMessageCommand : MewsListCommand
{
    private readonly IdBatches _ids = new();
    private readonly HashSet<Guid> _known = [];
    private readonly HashSet<Guid> _withoutMessage = [];
    private MessageSource _source = null!;
    private ListReader<Message> _reader = null!;

    /// <summary>The threads, or their identifiers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyCollection]
    [ThreadId(MarksThoseOfMews = true)]
    public Guid[] MessageThreadId { get; set; } = null!;

    private protected override string Items => "messages";

    // Sorted within a request's worth of threads only.
    private protected override bool IsSorted => _ids.Count <= Limitation.MaximumCount && !_reader.AreIdsApart;

    /// <summary>Checks the window, and freezes an open one.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var query = Query;
        _source = new MessageSource(Connection.Client, query, Connection.Client.ServerClock.OpenEnd());
        _reader = Reader(_source, query);
    }

    /// <summary>Collects threads, and sends as many full batches at the same time as the reader allows.</summary>
    protected override void ProcessRecord()
    {
        if (EnterprisesIn(MessageThreadId) is { } enterprises)
        {
            WriteError(Errors.EnterpriseForThread(enterprises));
            return;
        }

        var areKnown = ThreadIdAttribute.CameFromMews(MessageThreadId);
        foreach (var id in MessageThreadId)
        {
            if (areKnown)
            {
                _known.Add(id);
            }

            if (!_reader.IsDone && _ids.Add(id, _reader.BatchesAtOnce))
            {
                EmitBatches();
            }
        }
    }

    /// <summary>Sends the last batches.</summary>
    protected override void EndProcessing()
    {
        if (_ids.HasRest)
        {
            EmitBatches();
        }

        base.EndProcessing();
    }

    private void EmitBatches()
    {
        var batches = _ids.Take();
        _withoutMessage.Clear();
        _withoutMessage.UnionWith(batches.SelectMany(batch => batch));
        Emit(_reader, _reader.Read(_source.Plan(batches)), message => _withoutMessage.Remove(message.MessageThreadId));
        if (CreatedAfter is null && CreatedBefore is null && !_reader.IsDone)
        {
            CheckThreads();
        }

        _known.Clear();
    }

    /// <summary>
    /// Mews may ignore the ids of unknown threads instead of refusing them, so that they look like threads without messages: asks for the
    /// threads themselves, unless they are known.
    /// </summary>
    private void CheckThreads()
    {
        var missing = new HashSet<Guid>(_withoutMessage.Where(id => !_known.Contains(id)));
        if (missing.Count == 0 || _reader.Refused.Count > 0)
        {
            return;
        }

        var query = new ListQuery { EnterpriseIds = EnterprisesNamed };
        var source = new ThreadSource(Connection.Client, query, Connection.Client.ServerClock.OpenEnd());
        var threads = new ListReader<MessageThread>(source, query, Context);
        Guid[] asked = [.. missing];
        var batches = IdBatches.Of(asked);
        if (Call(() => TryRead(() => threads.Read(source.Plan(batches, missing), missing), asked)))
        {
            WriteRefused(threads);
            foreach (var id in asked.Where(missing.Contains))
            {
                WriteError(Errors.ThreadNotFound(id));
            }
        }
    }

    /// <summary>The messages are all there, whatever becomes of the check.</summary>
    private bool TryRead(Func<IEnumerable<MessageThread>> threads, Guid[] asked)
    {
        try
        {
            _ = threads().Count();
            return true;
        }
        catch (MewsApiException e) when (e.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            WriteVerbose($"{e.Message} So {asked.Length} threads without a message may be unknown.");
        }
        catch (MewsException e)
        {
            WriteError(Errors.From(e, asked, Connection.ToString()));
        }

        return false;
    }
}
