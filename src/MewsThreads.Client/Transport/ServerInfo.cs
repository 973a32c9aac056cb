using MewsThreads.Contract;

namespace MewsThreads.Transport;

/// <summary>What <c>configuration/get</c> tells of the other side.</summary>
/// <param name="EnterpriseName">Name of the enterprise.</param>
/// <param name="EnterpriseId">Identifier of the enterprise.</param>
/// <param name="IsPortfolio">Whether the token spans several enterprises.</param>
/// <param name="ClockAheadAtLeast">How far the server's clock is ahead of the local one, at least; less than zero where it is behind.</param>
/// <param name="ClockAheadAtMost">The same, at most.</param>
internal sealed record ServerInfo(
    string EnterpriseName, Guid EnterpriseId, bool? IsPortfolio, TimeSpan ClockAheadAtLeast, TimeSpan ClockAheadAtMost)
{
    // NowUtc is cut to whole seconds, so the server's clock may show up to this much more.
    private static readonly TimeSpan PrintedPrecision = TimeSpan.FromSeconds(1);

    /// <summary>Asks the server, and compares its clock with the local one.</summary>
    public static ServerInfo Get(ConnectorClient client, IRequestObserver observer, CancellationToken cancellation)
    {
        var response = client.Send(Operations.GetConfiguration, new(), Repeat.Read, observer, cancellation);

        // The server read its clock at some moment between the sending and the end of the answer.
        var received = client.Clock.UtcNow;
        var sent = received - response.Duration;
        var now = response.Body.NowUtc!.Value;
        var enterprise = response.Body.Enterprise!;
        return new ServerInfo(
            client.Shown.Value(enterprise.Name)!, enterprise.Id!.Value, enterprise.IsPortfolio, now - received, now + PrintedPrecision - sent);
    }
}
