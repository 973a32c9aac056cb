using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>A cmdlet that writes a thread or a message for each record, but none that came from Mews.</summary>
public abstract class MewsWriteCommand : MewsApiCommand
{
    private bool _isNew;

    private protected MewsWriteCommand()
    {
    }

    /// <summary>When a record of the pipeline was created in Mews, which tells it from one that is yet to be written.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [AllowNull]
    public object? CreatedUtc { get; set; }

    /// <summary>The parameters of which one on the command line makes every record a new one.</summary>
    private protected abstract IEnumerable<string> NewWith { get; }

    /// <summary>Finds the connection, and whether the command line says what is new.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isNew = NewWith.Any(MyInvocation.BoundParameters.ContainsKey);
    }

    /// <summary>Writes an error for a record that came from Mews and would be written once more.</summary>
    /// <returns>Whether it was one.</returns>
    private protected bool RefusesRepeat(string what, object target, string columns)
    {
        // An empty cell of a file says nothing.
        if (_isNew || string.IsNullOrEmpty(Unwrapped.Of(CreatedUtc)?.ToString()))
        {
            return false;
        }

        var names = string.Join(" or ", NewWith.Select(name => $"-{name}"));
        WriteError(Errors.AlreadyInMews(
            $"{what} comes from Mews, and was not written again.", target,
            $"Give {names} for a new one, or pipe it through Select-Object {columns} to write the same once more."));
        return true;
    }

    /// <summary>Writes a record. If that fails, it is an error of this record alone, unless all others would fail as well.</summary>
    /// <param name="write">Writes it; null if it did not.</param>
    /// <param name="failed">Makes the error.</param>
    /// <returns>What was written; null if it failed.</returns>
    private protected T? Write<T>(Func<T?> write, Func<MewsException, ErrorRecord> failed)
        where T : class
    {
        return Call(TryWrite, failed);

        T? TryWrite()
        {
            try
            {
                return write();
            }
            catch (MewsException e) when (e is not MewsApiException { IsOfConnection: true })
            {
                WriteError(failed(e));
                return null;
            }
        }
    }
}
