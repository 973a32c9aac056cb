using System.Management.Automation;
using MewsThreads.Threads;

namespace MewsThreads.PowerShell.Commands;

/// <summary>
/// Creates a message thread on behalf of a guest and returns it. Each record of the pipeline is one thread; one that Mews rejects is a
/// non-terminating error, and the others go on.
/// </summary>
/// <remarks>
/// No thread is created twice. Where the answer of Mews is lost, the command looks for the thread: it returns the one it finds, with a
/// warning, and otherwise writes the error <c>MewsOutcomeUnknown</c>, which says how to check. The API has no way to say which enterprise
/// of a portfolio a thread is for, so create it with the token of that enterprise.
/// </remarks>
[Cmdlet(VerbsCommon.New, "MewsMessageThread", SupportsShouldProcess = true)]
[OutputType(typeof(MessageThread))]
public sealed class NewMewsMessageThreadCommand : MewsApiCommand
{
    /// <summary>Name of the guest who starts the thread, as the property will see it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string OriginalSender { get; set; } = null!;

    /// <summary>Subject of the thread, at least one character long.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Subject { get; set; } = null!;

    /// <summary>Creates one thread.</summary>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess($"'{Subject}' from {OriginalSender} at {Connection}", "Create message thread"))
        {
            return;
        }

        if (Call(Create) is { } thread)
        {
            WriteObject(thread);
        }
    }

    /// <summary>Null where this record failed and others may still succeed.</summary>
    private MessageThread? Create()
    {
        try
        {
            return new ThreadWriter(Connection, this, Cancellation).Add(OriginalSender, Subject, WriteWarning);
        }
        catch (MewsException e) when (e is not MewsApiException { IsOfConnection: true })
        {
            WriteError(Errors.From(e, Subject, Connection.ToString()));
            return null;
        }
    }
}
