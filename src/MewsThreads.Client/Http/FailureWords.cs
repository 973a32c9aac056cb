using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace MewsThreads.Http;

/// <summary>
/// Why a request failed, in words that come from names of .NET alone. The message of an exception can quote what the other side sent, or the
/// address of a proxy with its password.
/// </summary>
internal static class FailureWords
{
    private static readonly Regex Hump = new("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant);

    private static readonly string[] CertificateFlaws =
    [
        .. Enum.GetNames(typeof(SslPolicyErrors)).Concat(Enum.GetNames(typeof(X509ChainStatusFlags))).Where(name => name != "None"),
    ];

    /// <summary>Such as "connection refused".</summary>
    public static string Of(Exception exception)
    {
        var chain = Chain(exception).ToList();
        return chain.OfType<AuthenticationException>().Select(Certificate).FirstOrDefault() ?? Words(
            chain.OfType<SocketException>().Select(e => e.SocketErrorCode.ToString()).FirstOrDefault()
            ?? chain.OfType<WebException>().Select(e => e.Status.ToString()).FirstOrDefault()
            ?? chain.Select(RequestError).FirstOrDefault(name => name is not (null or "Unknown"))
            ?? chain[chain.Count - 1].GetType().Name.Replace(nameof(Exception), ""));
    }

    /// <summary>What .NET 8 and later say of a failed request; null elsewhere.</summary>
    public static string? RequestError(Exception exception) => exception.GetType().GetProperty("HttpRequestError")?.GetValue(exception)?.ToString();

    /// <summary>An exception and those in it.</summary>
    public static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }

    private static string Certificate(AuthenticationException exception)
    {
        var flaws = CertificateFlaws.Where(flaw => Regex.IsMatch(exception.Message, $@"\b{flaw}\b")).Distinct().ToList();
        return "no secure connection" + (flaws.Count > 0 ? $", the certificate has {string.Join(", ", flaws)}" : "");
    }

    private static string Words(string name) => Hump.Replace(name, " ").ToLowerInvariant();
}
