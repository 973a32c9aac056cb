using System.Management.Automation;
using MewsThreads.Http;

namespace MewsThreads.Commands;

/// <summary>A cmdlet that calls Mews: its requests end when the pipeline stops, and their failures become error records.</summary>
public abstract class MewsCommand : PSCmdlet, IRequestObserver, IDisposable
{
    private const int OwnActivity = 0;
    private const int WaitingActivity = 1;

    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;
    private bool _showedProgress;

    /// <summary>Cancelled when the pipeline stops or the cmdlet is disposed of.</summary>
    private protected CancellationToken Cancellation { get; }

    /// <summary>What the command's requests report to, and what ends them.</summary>
    private protected CallContext Context { get; }

    private protected MewsCommand()
    {
        Cancellation = _stopping.Token;
        Context = new CallContext(this, Cancellation);
    }

    /// <summary>What requests do is verbose.</summary>
    void IRequestObserver.Report(string line) => WriteVerbose(line);

    /// <summary>What is waited for is progress, besides that of the command itself.</summary>
    void IRequestObserver.Waiting(string what, TimeSpan left) => WriteProgress(
        new ProgressRecord(WaitingActivity, "Waiting for Mews", what)
        {
            SecondsRemaining = (int)Math.Ceiling(left.TotalSeconds),
            RecordType = left > TimeSpan.Zero ? ProgressRecordType.Processing : ProgressRecordType.Completed,
        });

    /// <summary>Called by PowerShell, on a thread of its own, when the pipeline is stopped as with Ctrl+C.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>Called by PowerShell at the end of the pipeline, and in place of a stop when a downstream command has seen enough.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what may still be running.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    /// <summary>Shows how far the command has come.</summary>
    private protected void ShowProgress(string activity, string status, int percent = -1)
    {
        _showedProgress = true;
        WriteProgress(new ProgressRecord(OwnActivity, activity, status) { PercentComplete = percent });
    }

    /// <summary>Shows how much of a list was read, and how far back in time that reaches.</summary>
    private protected void ShowProgress(string activity, string items, DateTimeOffset? reachedBack) =>
        ShowProgress(activity, items + (reachedBack is { } instant ? $", back to {instant.UtcDateTime:yyyy-MM-dd}" : ""));

    /// <summary>Takes the progress away, where there was any.</summary>
    private protected void EndProgress(string activity)
    {
        if (_showedProgress)
        {
            WriteProgress(new ProgressRecord(OwnActivity, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Ends the command where arguments contradict each other or cannot be used.</summary>
    /// <param name="message">What is wrong with them; what a terminal would obey is escaped.</param>
    /// <param name="target">The argument; null for one that could be a token in the wrong place, or hold a password.</param>
    private protected void Refuse(string message, object? target = null) =>
        ThrowTerminatingError(Errors.InvalidArgument(DisplayText.Escape(message), target));

    /// <summary>
    /// Calls the client. Only the call is guarded, never <c>WriteObject</c>, through which other commands' exceptions pass.
    /// </summary>
    private protected T Call<T>(Func<T> client, Func<MewsException, ErrorRecord> failed)
    {
        try
        {
            return client();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (MewsException e)
        {
            ThrowTerminatingError(failed(e));
            throw;
        }
        catch (Exception e) when (!IsOfEngine(e))
        {
            // The net for what nobody has thought of. Its message may quote a response, and goes no further.
            var unforeseen = new MewsProtocolException(MyInvocation.MyCommand.Name, $"it cannot be handled: {FailureWords.Of(e)}.", requestId: null);
            ThrowTerminatingError(failed(unforeseen));
            throw unforeseen;
        }
    }

    /// <summary>Whether an exception ends the pipeline as the engine means it to: requests report to it, and it may stop there.</summary>
    private static bool IsOfEngine(Exception exception) => exception is RuntimeException || exception.GetType().Assembly == typeof(PSCmdlet).Assembly;
}
