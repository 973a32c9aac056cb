using System.Management.Automation;

namespace MewsThreads.PowerShell.Commands;

/// <summary>A cmdlet that uses a connection.</summary>
public abstract class MewsApiCommand : MewsCommand
{
    private MewsConnection? _connection;

    private protected MewsApiCommand()
    {
    }

    /// <summary>
    /// The connection to use, as <c>Connect-Mews -PassThru</c> returns it; the one of this session where none is given. Pass it where a
    /// session has none of its own (<c>ForEach-Object -Parallel</c>, thread jobs) or to work with several properties at once.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public MewsConnection Connection
    {
        get => _connection!;
        set => _connection = value;
    }

    /// <summary>Finds the connection, or ends the command.</summary>
    protected override void BeginProcessing()
    {
        if (_connection is null)
        {
            _connection = ConnectionStore.Current;
        }

        if (_connection is null)
        {
            ThrowTerminatingError(Errors.NotConnected());
        }
    }

    /// <summary>Calls the client; a failure ends the command.</summary>
    private protected T Call<T>(Func<T> client) => Call(client, e => Errors.From(e, target: null, Connection.ToString()));
}
