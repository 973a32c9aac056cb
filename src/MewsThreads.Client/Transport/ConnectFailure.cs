using System.Net;
using System.Net.Sockets;

namespace MewsThreads.Transport;

/// <summary>Tells a connection that was never made from one that broke, after which Mews may have acted.</summary>
internal static class ConnectFailure
{
    /// <summary>Whether an exception of <see cref="HttpClient"/> can only come from before a connection was there.</summary>
    public static bool IsIn(Exception exception) => FailureWords.Chain(exception).Any(e => e switch
    {
        // An unreachable host or network is not among these: an established connection can report that, too.
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => true,

        // Windows PowerShell 5.1, which begins TLS when the first of the body is written.
        WebException
        {
            Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure
        } => true,
        _ => false,
    });
}
