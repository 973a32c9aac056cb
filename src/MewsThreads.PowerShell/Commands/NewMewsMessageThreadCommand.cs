using System.Management.Automation;
using MewsThreads.Writes;

namespace MewsThreads.Commands;

/// <summary>Creates a message thread on behalf of a guest, and returns it.</summary>
/// <remarks>
/// <para>Each record of the pipeline is one thread; one that Mews rejects is a non-terminating error, and the others go on.</para>
/// <para>No thread is created twice. Where the response of Mews is lost, the command looks for the thread: it returns the one it finds, with a
/// warning, and otherwise writes the error <c>MewsOutcomeUnknown</c>, which says how to check. After a 429 (too many requests), it looks before it
/// sends again, as about_MewsThreads_Runbooks says.</para>
/// <para>The API has no way to say which enterprise of a portfolio a thread is for, so create it with the token of that enterprise.</para>
/// <para>A thread that comes from Mews is not created again: piped to this command without a new sender or subject, it is an error.</para>
/// <para>Mews does not return the customer of a thread. After a lost response, a thread for a customer is therefore not looked for: it could be
/// that of another customer with the same name.</para>
/// </remarks>
/// <example>
/// A thread for one guest.
/// <code>
/// New-MewsMessageThread 'Jane Doe' 'Late check-in'
/// </code>
/// </example>
/// <example>
/// What a file would create.
/// <code>
/// Import-Csv guests.csv | New-MewsMessageThread -WhatIf
/// </code>
/// The file has the columns OriginalSender and Subject and, for some or all rows, CustomerId; others are ignored.
/// </example>
/// <example>
/// A thread for every row of a file, with their ids kept.
/// <code>
/// Import-Csv guests.csv | New-MewsMessageThread | Export-Csv created.csv -NoTypeInformation
/// </code>
/// </example>
/// <example>
/// The same, with what failed kept for a second look.
/// <code>
/// $created = Import-Csv guests.csv | New-MewsMessageThread -ErrorVariable failed -ErrorAction SilentlyContinue
/// "$(@($created).Count) created, $($failed.Count) not:"
/// $failed | ForEach-Object { [pscustomobject]@{ Subject = $_.TargetObject; Reason = "$_"; Todo = $_.ErrorDetails.RecommendedAction } }
/// </code>
/// </example>
/// <seealso cref="AddMewsMessageCommand"/>
/// <seealso cref="GetMewsMessageThreadCommand"/>
/// <seealso cref="ConnectMewsCommand"/>
/// <seealso>about_MewsThreads_Runbooks</seealso>
/// <seealso href="https://docs.mews.com/connector-api/operations/messagethreads">Message threads in the Connector API</seealso>
[Cmdlet(VerbsCommon.New, "MewsMessageThread", SupportsShouldProcess = true)]
[OutputType(typeof(MessageThread))]
public sealed class NewMewsMessageThreadCommand : MewsWriteCommand
{
    /// <summary>Name of the guest who starts the thread, as the property will see it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [WholeCharacters]
    public string OriginalSender { get; set; } = null!;

    /// <summary>Subject of the thread, at least one character long.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [WholeCharacters]
    public string Subject { get; set; } = null!;

    /// <summary>
    /// The customer that the thread concerns, whose inbox it then appears in; none where it is not given or empty. It cannot be read again.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [CustomerId]
    public Guid? CustomerId { get; set; }

    private protected override IEnumerable<string> NewWith => [nameof(OriginalSender), nameof(Subject)];

    /// <summary>Creates one thread.</summary>
    protected override void ProcessRecord()
    {
        RefuseToken(nameof(OriginalSender), OriginalSender);
        RefuseToken(nameof(Subject), Subject);
        if (RefusesRepeat(
            DisplayText.Escape($"The thread '{Subject}' of {OriginalSender}"), Subject, $"{nameof(OriginalSender)}, {nameof(Subject)}"))
        {
            return;
        }

        var customer = CustomerId is { } id ? $" for the customer {id}" : "";
        var what = DisplayText.Escape($"'{Subject}' from {OriginalSender}");
        if (!ShouldProcess($"{what}{customer} at {Connection}", "Create message thread"))
        {
            return;
        }

        var writer = new ThreadWriter(Connection, Context);
        if (Write(() => writer.Add(OriginalSender, Subject, CustomerId, WriteWarning), Failed) is { } thread)
        {
            WriteObject(thread);
        }
    }

    private ErrorRecord Failed(MewsException exception) => Errors.WithSize(
        Errors.OfWrite(exception, Subject, Connection),
        $"-{nameof(OriginalSender)} has {OriginalSender.Length} characters, and -{nameof(Subject)} has {Subject.Length}.");
}
