using System.Management.Automation;
using MewsThreads.Writes;

namespace MewsThreads.Commands;

/// <summary>Adds messages to threads, on behalf of the guest, and returns them.</summary>
/// <remarks>
/// <para>Each record of the pipeline is one message; up to 1000 of them go out in one request, as soon as there are so many, and the rest at the
/// end.</para>
/// <para>No message is written twice. A batch that Mews rejects is one error, and those after it go on; one that is too large is sent in halves.
/// If the response of Mews is lost, or does not speak of some messages, the error is <c>MewsOutcomeUnknown</c>, which says how to check. The
/// error's target are the messages that it is about, mostly the whole batch.</para>
/// <para>After a 429 (too many requests), the command looks before it sends again, as about_MewsThreads_Runbooks says.</para>
/// <para>A message that comes from Mews is not written again: piped to this command without a new <see cref="Text"/>, it is an error.</para>
/// <para>What has not gone out when the pipeline is stopped, by an error before this command or by one after it that has seen enough, is not
/// written.</para>
/// </remarks>
/// <example>
/// A thread for a guest, with its first message.
/// <code>
/// New-MewsMessageThread 'Jane Doe' 'Late check-in' | Add-MewsMessage -Text 'We land at 23:40. Is the desk open?'
/// </code>
/// </example>
/// <example>
/// What a file would write.
/// <code>
/// Import-Csv messages.csv | Add-MewsMessage -WhatIf
/// </code>
/// The file has the columns MessageThreadId and Text, and Identifier where there is one.
/// </example>
/// <example>
/// The same message to every thread of the last day that is still open.
/// <code>
/// Get-MewsMessageThread -CreatedAfter (Get-Date).AddDays(-1) |
///     Where-Object IsResolved -EQ $false |
///     Add-MewsMessage -Text 'Is there anything that we can still do for you?'
/// </code>
/// </example>
/// <example>
/// Messages of a file, and which of them were not written.
/// <code>
/// Import-Csv messages.csv |
///     Add-MewsMessage -BatchSize 100 -ErrorVariable failed -ErrorAction SilentlyContinue |
///     Select-Object Identifier, Id, CreatedUtc
/// $failed | ForEach-Object { $_.TargetObject | Export-Csv "not-written-$($_.CategoryInfo.Category).csv" -NoTypeInformation }
/// </code>
/// The target of an error is its batch, whose records can be piped to the command again once the cause is mended.
/// </example>
/// <seealso cref="NewMewsMessageThreadCommand"/>
/// <seealso cref="GetMewsMessageCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Runbooks</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messages">Messages in the Connector API</seealso>
[Cmdlet(VerbsCommon.Add, "MewsMessage", SupportsShouldProcess = true)]
[OutputType(typeof(Message))]
public sealed class AddMewsMessageCommand : MewsWriteCommand
{
    private readonly List<MessageDraft> _batch = [];

    /// <summary>The thread, or its identifier.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ThreadId]
    public Guid MessageThreadId { get; set; }

    /// <summary>What is written, at least one character long.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [WholeCharacters]
    public string Text { get; set; } = null!;

    /// <summary>
    /// A name of your own for the message, which is returned with it. Mews neither keeps it nor compares it: the same one twice is two messages. If
    /// the names of a batch are not all there or not all different, others are sent in their place, to attribute the response.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeCharacters]
    public string? Identifier { get; set; }

    /// <summary>The most messages to send in one request, 1 to 1000 (the limit of the API and the default).</summary>
    [Parameter]
    [ValidateRange(1, MessageWriter.MaximumCount)]
    [ReadAs(typeof(int))]
    public int BatchSize { get; set; } = MessageWriter.MaximumCount;

    private protected override IEnumerable<string> NewWith => [nameof(Text)];

    /// <summary>Collects messages, and sends a batch as soon as it is full.</summary>
    protected override void ProcessRecord()
    {
        RefuseToken(nameof(Text), Text);
        RefuseToken(nameof(Identifier), Identifier);
        if (RefusesRepeat($"A message of the thread {MessageThreadId}", MessageThreadId, $"{nameof(MessageThreadId)}, {nameof(Text)}"))
        {
            return;
        }

        // An empty cell of a file names nothing.
        var draft = new MessageDraft(MessageThreadId, Text, string.IsNullOrEmpty(Identifier) ? null : Identifier);
        if (!ShouldProcess($"{draft} at {Connection}", "Add message"))
        {
            return;
        }

        _batch.Add(draft);
        if (_batch.Count == BatchSize)
        {
            SendBatch();
        }
    }

    /// <summary>Sends the last batch.</summary>
    protected override void EndProcessing()
    {
        if (_batch.Count > 0)
        {
            SendBatch();
        }
    }

    private void SendBatch()
    {
        MessageDraft[] batch = [.. _batch];
        _batch.Clear();
        Send(batch);
    }

    /// <summary>Sends messages: in one request, or in halves if that is too large for Mews, each with its own output and errors.</summary>
    private void Send(MessageDraft[] batch)
    {
        var isTooLarge = false;
        var written = Write(
            () =>
            {
                try
                {
                    return new MessageWriter(Connection, Context).Add(batch);
                }
                catch (MewsApiException e) when (e.IsTooLarge && batch.Length > 1)
                {
                    WriteVerbose($"{e.Message} Sending the batch of {batch.Length} in two halves");
                    isTooLarge = true;
                    return null;
                }
            },
            e => Errors.OfBatch(e, batch, Connection));
        if (isTooLarge)
        {
            Send([.. batch.Take(batch.Length / 2)]);
            Send([.. batch.Skip(batch.Length / 2)]);
        }

        if (written is null)
        {
            return;
        }

        // What was written comes first, so that an error that stops the pipeline does not hide it.
        WriteObject(written.Messages, enumerateCollection: true);
        if (written.LeftOut is { } leftOut)
        {
            WriteError(Errors.OfBatch(leftOut, [.. leftOut.Messages!], Connection));
        }
    }
}
