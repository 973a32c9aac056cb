using System.Management.Automation;

namespace MewsThreads.Commands;

/// <summary>A cmdlet that uses a connection.</summary>
public abstract class MewsApiCommand : MewsCommand
{
    private MewsConnection? _connection;
    private bool _hasEntered;

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
    [ReadAs(typeof(MewsConnection))]
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

        _connection!.Client.Sockets.Enter();
        _hasEntered = true;
    }

    /// <summary>Ends what may still be running, and leaves the connection.</summary>
    /// <param name="disposing">Whether <see cref="MewsCommand.Dispose()"/> was called.</param>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_hasEntered)
        {
            _hasEntered = false;
            _connection!.Client.Sockets.Leave();
        }
    }

    /// <summary>Ends the command where a text that it would send or show holds a token, which belongs to <c>Connect-Mews</c> alone.</summary>
    private protected void RefuseToken(string parameter, string? argument)
    {
        if (Connection.Client.Shown.IsToken(argument))
        {
            Refuse($"-{parameter} holds a token of the connection. It is not shown, and nothing was sent.");
        }
    }

    /// <summary>Calls the client; a failure ends the command.</summary>
    private protected T Call<T>(Func<T> client) => Call(client, e => Errors.From(e, target: null, Connection.ToString()));
}
