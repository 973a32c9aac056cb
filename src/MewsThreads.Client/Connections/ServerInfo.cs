using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Connections;

/// <summary>What <c>configuration/get</c> tells of the other side.</summary>
/// <param name="EnterpriseName">Name of the enterprise.</param>
/// <param name="EnterpriseId">Identifier of the enterprise.</param>
/// <param name="IsPortfolio">Whether the token spans several enterprises.</param>
internal sealed record ServerInfo(string EnterpriseName, Guid EnterpriseId, bool? IsPortfolio)
{
    /// <summary>Asks the server, which also tells its clock.</summary>
    public static ServerInfo Get(ConnectorClient client, CallContext context)
    {
        var response = client.Send(Operations.GetConfiguration, new(), Repeat.Read, context);
        client.ServerClock.Learn(response.Body.NowUtc!.Value, client.Clock.Elapsed - response.Duration);
        var enterprise = response.Body.Enterprise!;
        return new ServerInfo(client.Shown.Value(enterprise.Name)!, enterprise.Id!.Value, enterprise.IsPortfolio);
    }
}
