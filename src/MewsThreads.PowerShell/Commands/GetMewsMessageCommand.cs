using System.Management.Automation;
using MewsThreads.Messages;
using MewsThreads.Paging;

namespace MewsThreads.PowerShell.Commands;

/// <summary>
/// Gets the messages of threads, newest first for every 1000 threads. Threads come from the pipeline or by id; a request for them goes
/// out as soon as there are 1000, and for the rest at the end.
/// </summary>
/// <remarks>
/// Only messages of threads that the same integration (client token) created are visible; a thread without messages, or one that is not
/// visible, brings nothing. "After" is inclusive, "Before" exclusive.
/// </remarks>
[Cmdlet(VerbsCommon.Get, "MewsMessage")]
[OutputType(typeof(Message))]
public sealed class GetMewsMessageCommand : MewsListCommand
{
    private readonly IdBatches _ids = new();
    private MessageReader _reader = null!;

    /// <summary>The threads, or their identifiers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyCollection]
    public Guid[] MessageThreadId { get; set; } = null!;

    private protected override string Items => "messages";

    // Sorted within a batch of threads only.
    private protected override bool IsSorted => _ids.Count <= PageQuery.MaximumCount;

    /// <summary>Checks the window, and freezes an open one.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var query = new MessageQuery
        {
            Created = new TimeFilter(CreatedAfter, CreatedBefore),
            EnterpriseIds = EnterpriseId,
            PageSize = PageSize,
            ThrottleLimit = ThrottleLimit,
            First = First == 0 ? null : First,
        };
        _reader = new MessageReader(Connection.Client, query, Connection.OpenEnd(), this, Cancellation);
    }

    /// <summary>Collects threads, and sends a batch as soon as it is full.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in MessageThreadId)
        {
            if (!_reader.IsDone && _ids.Add(id))
            {
                EmitBatch();
            }
        }
    }

    /// <summary>Sends the last batch.</summary>
    protected override void EndProcessing()
    {
        if (_ids.HasRest)
        {
            EmitBatch();
        }

        base.EndProcessing();
    }

    private void EmitBatch() => Emit(_reader, _reader.Read(_ids.Take()));
}
