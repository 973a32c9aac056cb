using MewsThreads.Contract;

namespace MewsThreads.Transport;

/// <summary>What <c>configuration/get</c> tells of the other side.</summary>
/// <param name="EnterpriseName">Name of the enterprise.</param>
/// <param name="EnterpriseId">Identifier of the enterprise.</param>
/// <param name="IsPortfolio">Whether the token spans several enterprises.</param>
/// <param name="ClockAhead">How far the server's clock is ahead of the local one, at most.</param>
internal sealed record ServerInfo(string EnterpriseName, Guid EnterpriseId, bool? IsPortfolio, TimeSpan ClockAhead)
{
    public const string Operation = "configuration/get";

    // NowUtc is cut to whole seconds, so the server's clock may show up to this much more.
    private static readonly TimeSpan PrintedPrecision = TimeSpan.FromSeconds(1);

    /// <summary>Asks the server.</summary>
    public static ServerInfo Get(ConnectorClient client, Action<string> log, CancellationToken cancellation)
    {
        var sent = DateTimeOffset.UtcNow;
        var response = client.Send(
            Operation, new(), ContractJson.Default.GetConfigurationRequest, ContractJson.Default.GetConfigurationResponse, cancellation);
        log($"{Operation}: answered in {response.Duration.TotalMilliseconds:0} ms, request id {response.RequestId}");
        if (response.Body is { NowUtc: { } now, Enterprise: { Id: { } id, Name: { } name } enterprise })
        {
            return new ServerInfo(name, id, enterprise.IsPortfolio, now + PrintedPrecision - sent);
        }

        throw new MewsProtocolException(Operation, "NowUtc, Enterprise.Id or Enterprise.Name is missing.", response.RequestId);
    }
}
