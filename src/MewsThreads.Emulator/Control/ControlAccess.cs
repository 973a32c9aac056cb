using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// Who may use the control endpoints: programs on this computer, and whoever knows the key. It is a new one at each start.
/// </summary>
internal sealed class ControlAccess
{
    public const string Header = "Emulator-Key";

    public string Key { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Why a request is refused; <see langword="null"/> if it is not.</summary>
    public string? Refusal(HttpRequest request)
    {
        // A browser says where a page comes from.
        if (request.Headers.Origin.Count > 0)
        {
            return "Only for programs, not for web pages.";
        }
        if (HasKey(request))
        {
            return null;
        }
        if (request.HttpContext.Connection.LocalIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            return $"On any address other than loopback, send the key that the emulator printed at its start, as the header {Header}.";
        }
        return IsNamedLoopback(request.Host.Host) ? null : "Only for programs on this computer.";
    }

    private bool HasKey(HttpRequest request) => request.Headers[Header] is [{ } given]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Key));

    // A browser that was tricked by a name which resolves to this computer says that name.
    private static bool IsNamedLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
