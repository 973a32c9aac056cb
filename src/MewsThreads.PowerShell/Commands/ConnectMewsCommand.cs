using System.Management.Automation;
using System.Security;
using MewsThreads.Connections;
using MewsThreads.Http;

namespace MewsThreads.Commands;

/// <summary>Connects this session to Mews; all other commands of the module then use the connection.</summary>
/// <remarks>
/// <para>The tokens are tried with <c>configuration/get</c>. The last successful connect wins; a failed one leaves the connection as it was.</para>
/// <para>Tokens come as secure strings, as a credential, or from the environment variables <c>MEWS_CLIENT_TOKEN</c> and
/// <c>MEWS_ACCESS_TOKEN</c>. The address is <see cref="PlatformAddress"/>, that of <see cref="Environment"/>, the environment variable
/// <c>MEWS_PLATFORM_ADDRESS</c>, or production, in that order.</para>
/// <para>A session is a runspace: <c>ForEach-Object -Parallel</c>, thread jobs and other runspaces have none of this connection until it is
/// passed to them.</para>
/// </remarks>
/// <example>
/// At a prompt, to the demo environment.
/// <code>
/// Connect-Mews -Environment Demo -Credential (Get-Credential)
/// </code>
/// The user name is the client token, the password the access token.
/// </example>
/// <example>
/// In a runbook, with tokens from a vault.
/// <code>
/// $tokens = @{
///     ClientToken = Get-Secret MewsClientToken
///     AccessToken = Get-Secret MewsAccessToken
/// }
/// Connect-Mews @tokens -ClientName 'Night Audit 1.2'
/// </code>
/// Any command that returns secure strings will do; Get-Secret is of the module Microsoft.PowerShell.SecretManagement.
/// </example>
/// <example>
/// In a build job, with tokens from environment variables.
/// <code>
/// Connect-Mews -PassThru
/// </code>
/// The job sets MEWS_CLIENT_TOKEN and MEWS_ACCESS_TOKEN from its secrets, and shows in its log where it is connected to.
/// </example>
/// <example>
/// Several properties at once.
/// <code>
/// $hotels = 'Alpha', 'Beta' | ForEach-Object {
///     Connect-Mews -ClientToken (Get-Secret MewsClientToken) -AccessToken (Get-Secret "Mews$_") -PassThru
/// }
/// $hotels | ForEach-Object { Get-MewsMessageThread -First 5 -Connection $_ }
/// </code>
/// </example>
/// <example>
/// Patiently, and leaving half of the requests to other programs with the same access token.
/// <code>
/// Connect-Mews -MaximumRetryCount 20 -MaximumWaitSec 3600 -RequestLimit 100
/// </code>
/// </example>
/// <seealso cref="GetMewsConnectionCommand"/>
/// <seealso cref="DisconnectMewsCommand"/>
/// <seealso>about_MewsThreads</seealso>
/// <seealso>about_MewsThreads_Runbooks</seealso>
/// <seealso href="https://docs.mews.com/connector-api/guidelines/environments">Environments of the Connector API</seealso>
[Cmdlet(VerbsCommunications.Connect, "Mews", DefaultParameterSetName = VariablesSet)]
[OutputType(typeof(MewsConnection))]
public sealed class ConnectMewsCommand : MewsCommand
{
    private const string VariablesSet = "EnvironmentVariables";
    private const string TokensSet = "Tokens";
    private const string CredentialSet = "Credential";

    private const string ClientTokenVariable = "MEWS_CLIENT_TOKEN";
    private const string AccessTokenVariable = "MEWS_ACCESS_TOKEN";
    private const string PlatformAddressVariable = "MEWS_PLATFORM_ADDRESS";

    /// <summary>The token of the integration, as Mews issues it after certification.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokensSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString ClientToken { get; set; } = null!;

    /// <summary>The token of the property, or of the portfolio of properties.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokensSet)]
    [ValidateNotNull]
    [Secret]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>Both tokens as a credential: the client token as user name, the access token as password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    [TokensOfCredential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>The Mews environment; each has tokens of its own. Production where nothing else is said.</summary>
    [Parameter]
    [ReadAs(typeof(MewsEnvironment))]
    public MewsEnvironment Environment { get; set; }

    /// <summary>
    /// The address of the platform in place of an environment, such as <c>http://127.0.0.1:5080</c> for the emulator. It must be
    /// <c>https</c>, or <c>http</c> to this machine, since every request holds the tokens.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ReadAs(typeof(Uri))]
    public Uri? PlatformAddress { get; set; }

    /// <summary>Name and version of your integration, as Mews asks for them with every request; the module's own by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ClientName { get; set; } = $"MewsThreads {ModuleVersion.Text}";

    /// <summary>
    /// How often a request that failed is sent again, 0 to 100; 5 by default. Reads are repeated after any failure that may pass, writes only where
    /// Mews cannot have acted.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ReadAs(typeof(int))]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>How many seconds one request may take until its response is read, 1 to 3600; 100 by default.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    [ReadAs(typeof(int))]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>
    /// The most seconds to wait before a request is sent again, 0 to 86400; 300 by default. Where Mews asks for more, the command ends with an
    /// error that says when to come back.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    [ReadAs(typeof(int))]
    public int MaximumWaitSec { get; set; } = 300;

    /// <summary>
    /// How many requests to send within <c>-RequestLimitSec</c> at most, 1 to 100000; 200 by default, the limit of Mews for an access token. All
    /// sessions that share the connection share it.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    [ReadAs(typeof(int))]
    public int RequestLimit { get; set; } = 200;

    /// <summary>The length in seconds of the sliding window of <c>-RequestLimit</c>, 1 to 3600; 30 by default.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    [ReadAs(typeof(int))]
    public int RequestLimitSec { get; set; } = 30;

    /// <summary>
    /// Makes no request. Wrong tokens are then first noticed by the next command, and the connection shows no enterprise.
    /// </summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Returns the connection, which is otherwise only kept for this session.</summary>
    [Parameter]
    [ReadAs(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What no parameter takes; it is refused, and not shown.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    [Unnamed]
    public object[]? Unnamed { get; set; }

    /// <summary>Makes and verifies the connection.</summary>
    protected override void EndProcessing()
    {
        var (address, environment) = ResolveAddress();
        var options = new ConnectionOptions
        {
            MaximumRetryCount = MaximumRetryCount,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumWait = TimeSpan.FromSeconds(MaximumWaitSec),
            RequestLimit = RequestLimit,
            RequestLimitWindow = TimeSpan.FromSeconds(RequestLimitSec),
        };
        var client = new ConnectorClient(address, ResolveTokens(), ClientName, options);
        var where = environment is null ? address.GetLeftPart(UriPartial.Authority) : $"the {environment} environment ({address.Host})";
        if (client.Shown.IsToken(ClientName) || client.Shown.IsToken(address.AbsoluteUri))
        {
            Refuse($"-{nameof(ClientName)} or the address holds a token. Neither is shown, and nothing was sent.");
        }

        var connection = new MewsConnection(client, environment, SkipVerification ? null : Verify(client, where));
        ConnectionStore.Current = connection;
        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private ServerInfo Verify(ConnectorClient client, string where)
    {
        var isVerified = false;
        try
        {
            var server = Call(() => ServerInfo.Get(client, Context), e => Errors.OfVerification(e, where));
            isVerified = true;
            return server;
        }
        finally
        {
            if (!isVerified)
            {
                client.Sockets.Disconnect();
            }
        }
    }

    private (Uri Address, MewsEnvironment? Environment) ResolveAddress()
    {
        var environmentGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Environment));
        if (environmentGiven && PlatformAddress is not null)
        {
            Refuse("-Environment and -PlatformAddress exclude each other: give one of them.");
        }

        var address = PlatformAddress;
        var source = $"-{nameof(PlatformAddress)}";
        if (address is null && !environmentGiven)
        {
            source = $"The environment variable {PlatformAddressVariable}";
            var variable = System.Environment.GetEnvironmentVariable(PlatformAddressVariable);
            if (!string.IsNullOrWhiteSpace(variable) && !Uri.TryCreate(variable, UriKind.Absolute, out address))
            {
                Refuse($"{source} is not an address.");
            }
        }

        if (address is null)
        {
            return (Environment == MewsEnvironment.Demo ? Http.PlatformAddress.Demo : Http.PlatformAddress.Production, Environment);
        }

        if (Http.PlatformAddress.Refusal(address) is { } reason)
        {
            Refuse($"{source} cannot be used: {reason}.");
        }

        return address == Http.PlatformAddress.Production ? (address, MewsEnvironment.Production)
            : address == Http.PlatformAddress.Demo ? (address, MewsEnvironment.Demo)
            : (address, null);
    }

    private Tokens ResolveTokens()
    {
        switch (ParameterSetName)
        {
            case TokensSet:
                return Checked(ClientToken, $"-{nameof(ClientToken)}", AccessToken, $"-{nameof(AccessToken)}");
            case CredentialSet:
                return Checked(
                    TokensOfCredentialAttribute.ClientTokenOf(Credential), "The user name of -Credential",
                    Credential.Password, "The password of -Credential");

            default:
                using (var client = SecureText.Of(System.Environment.GetEnvironmentVariable(ClientTokenVariable)))
                using (var access = SecureText.Of(System.Environment.GetEnvironmentVariable(AccessTokenVariable)))
                {
                    return Checked(
                        client, $"Without -ClientToken or -Credential, the environment variable {ClientTokenVariable}",
                        access, $"Without -AccessToken or -Credential, the environment variable {AccessTokenVariable}");
                }
        }
    }

    private Tokens Checked(SecureString client, string clientSource, SecureString access, string accessSource)
    {
        using var clientToken = SecureText.Trimmed(client);
        using var accessToken = SecureText.Trimmed(access);
        if (clientToken.Length == 0 || accessToken.Length == 0)
        {
            Refuse($"{(clientToken.Length == 0 ? clientSource : accessSource)} must hold the token, and is empty.");
        }

        return new Tokens(clientToken, accessToken);
    }
}
