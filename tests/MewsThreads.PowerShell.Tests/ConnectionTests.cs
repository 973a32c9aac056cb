using System.Management.Automation;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

[Collection(nameof(Alone))]
public class ConnectionTests
{
    private static readonly string[] Variables = ["MEWS_CLIENT_TOKEN", "MEWS_ACCESS_TOKEN", "MEWS_PLATFORM_ADDRESS"];

    [Fact]
    public async Task Connecting_asks_once_who_is_there_and_prints_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();

        var result = session.Connect(emulator).AssertNoErrors();

        Assert.Empty(result.Output);
        Assert.Equal(["configuration/get"], emulator.Requests.Snapshot().Select(request => request.Operation));
    }

    [Fact]
    public async Task A_connection_shows_the_enterprise_and_no_token()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();

        var connection = Assert.Single(session.Connect(emulator, options: "-PassThru -ClientName 'Night audit 1.2'").AssertNoErrors().Output);

        Assert.Equal("MewsThreads.MewsConnection", connection.TypeNames[0]);
        Assert.Equal(DemoEnterprises.First.Name, connection.Properties["EnterpriseName"].Value);
        Assert.Equal(DemoEnterprises.First.Id, connection.Properties["EnterpriseId"].Value);
        Assert.Equal(false, connection.Properties["IsPortfolio"].Value);
        Assert.Equal(emulator.Address, connection.Properties["PlatformAddress"].Value);
        Assert.Null(connection.Properties["Environment"].Value);
        Assert.Equal("Night audit 1.2", connection.Properties["ClientName"].Value);
        Assert.Equal("Night audit 1.2", emulator.Requests.Snapshot()[0].Client);
        Assert.Equal(6, connection.Properties.Count());
        Assert.Same(connection.BaseObject, Assert.Single(session.Run("Get-MewsConnection").AssertNoErrors().Output).BaseObject);
    }

    [Fact]
    public async Task A_portfolio_token_is_told_apart()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();

        var connection = Assert.Single(session.Connect(emulator, DemoTokens.PortfolioAccessToken, "-PassThru").Output);

        Assert.Equal(true, connection.Properties["IsPortfolio"].Value);
    }

    [Fact]
    public async Task A_wrong_token_ends_the_command_names_the_address_and_leaves_the_connection_as_it_was()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Connect(emulator, "00000000000000000000000000000000-0000000000000000000000000000000")
            .AssertTerminating("MewsAuthenticationFailed");

        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.Contains(emulator.Address.Authority, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(emulator.Address.Authority, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("00000000000000000000", error.ToString() + error.Exception, StringComparison.Ordinal);
        Assert.Single(session.Run("Get-MewsConnection").Output);
    }

    [Fact]
    public async Task A_credential_holds_both_tokens()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        session.Set("credential", new PSCredential(DemoTokens.ClientToken, Session.Secure(DemoTokens.AccessToken)));
        session.Set("address", emulator.Address);

        session.Run("Connect-Mews -Credential $credential -PlatformAddress $address").AssertNoErrors();

        Assert.Single(session.Run("Get-MewsMessageThread; Get-MewsConnection").AssertNoErrors().Output);
    }

    [Fact]
    public async Task The_environment_of_the_process_holds_what_is_not_given_and_what_is_missing_there_is_named()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        try
        {
            Assert.Contains(Variables[0], session.Run("Connect-Mews").AssertTerminating("MewsInvalidArgument").Exception.Message, StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(Variables[0], DemoTokens.ClientToken);
            Assert.Contains(Variables[1], session.Run("Connect-Mews").AssertTerminating("MewsInvalidArgument").Exception.Message, StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(Variables[1], DemoTokens.AccessToken + "\n");
            Environment.SetEnvironmentVariable(Variables[2], "not an address");
            Assert.Contains(Variables[2], session.Run("Connect-Mews").AssertTerminating("MewsInvalidArgument").Exception.Message, StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(Variables[2], emulator.Address.ToString());

            session.Run("Connect-Mews").AssertNoErrors();
            Assert.Single(session.Run("Get-MewsConnection").Output);
        }
        finally
        {
            Array.ForEach(Variables, variable => Environment.SetEnvironmentVariable(variable, null));
        }
    }

    [Theory]
    [InlineData("-PlatformAddress http://api.mews.com", "-PlatformAddress")]
    [InlineData("-PlatformAddress https://api.mews.com/api", "-PlatformAddress")]
    [InlineData("-PlatformAddress https://api.mews.com -Environment Demo", "-Environment")]
    public void An_address_that_must_not_get_the_tokens_is_refused_before_any_request(string options, string named)
    {
        using var session = new Session();
        session.Set("token", Session.Secure("token"));

        var error = session.Run($"Connect-Mews -ClientToken $token -AccessToken $token {options}").AssertTerminating("MewsInvalidArgument");

        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Environment Demo", "Demo", "https://api.mews-demo.com/")]
    [InlineData("-Environment Production", "Production", "https://api.mews.com/")]
    [InlineData("", "Production", "https://api.mews.com/")]
    [InlineData("-PlatformAddress https://api.mews-demo.com", "Demo", "https://api.mews-demo.com/")]
    public void An_environment_stands_for_its_address(string options, string environment, string address)
    {
        using var session = new Session();
        session.Set("token", Session.Secure("token"));

        var connection = Assert.Single(
            session.Run($"Connect-Mews -ClientToken $token -AccessToken $token {options} -SkipVerification -PassThru").AssertNoErrors().Output);

        Assert.Equal(environment, connection.Properties["Environment"].Value.ToString());
        Assert.Equal(new Uri(address), connection.Properties["PlatformAddress"].Value);
        Assert.Null(connection.Properties["EnterpriseName"].Value);
    }

    [Fact]
    public void An_address_where_nobody_listens_is_said_to_be_that()
    {
        using var session = new Session();
        session.Set("token", Session.Secure("token"));

        var error = session.Run("Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress http://127.0.0.1:1 -MaximumRetryCount 0")
            .AssertTerminating("MewsUnreachable");

        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Without_verification_nothing_is_asked_until_the_first_command()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        // A connection made without verification shows at the first command what verification would have shown.
        session.Connect(emulator, "wrong-token", "-SkipVerification").AssertNoErrors();

        Assert.Empty(emulator.Requests.Snapshot());
        session.Run("Get-MewsMessageThread").AssertTerminating("MewsAuthenticationFailed");
    }

    [Theory]
    [InlineData("Get-MewsMessageThread")]
    [InlineData("New-MewsMessageThread -OriginalSender a -Subject b")]
    [InlineData("Add-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4 Hello")]
    public void Without_a_connection_a_command_ends_and_says_what_to_run(string command)
    {
        using var session = new Session();

        var error = session.Run(command).AssertTerminating("MewsNotConnected");

        Assert.Contains("Connect-Mews", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Connection", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_forgets_the_connection_and_may_be_repeated()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        Assert.Empty(session.Run("Disconnect-Mews; Get-MewsConnection; Disconnect-Mews").AssertNoErrors().Output);
        session.Run("Get-MewsMessageThread").AssertTerminating("MewsNotConnected");
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Two_runspaces_have_connections_of_their_own()
    {
        await using var first = await Emulators.StartAsync();
        await using var second = await Emulators.StartAsync();
        using var one = Session.ConnectedTo(first);
        using var other = Session.ConnectedTo(second);
        var thread = first.Insert(1)[0];

        Assert.Equal([thread.Id], one.Run("Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Empty(other.Run("Get-MewsMessageThread").AssertNoErrors().Output);

        other.Run("Disconnect-Mews").AssertNoErrors();
        Assert.Equal([thread.Id], one.Run("Get-MewsMessageThread").AssertNoErrors().Ids);
    }

    [Fact]
    public async Task A_connection_can_be_passed_to_a_runspace_that_has_none_and_goes_before_the_one_it_has()
    {
        await using var first = await Emulators.StartAsync();
        await using var second = await Emulators.StartAsync();
        using var one = Session.ConnectedTo(first);
        using var other = new Session();
        var thread = first.Insert(1)[0];
        other.Set("connection", one.Run("Get-MewsConnection").Output[0]);

        Assert.Equal([thread.Id], other.Run("Get-MewsMessageThread -Connection $connection").AssertNoErrors().Ids);

        other.Connect(second).AssertNoErrors();
        Assert.Equal([thread.Id], other.Run("Get-MewsMessageThread -Connection $connection").AssertNoErrors().Ids);
        Assert.Empty(other.Run("Get-MewsMessageThread").AssertNoErrors().Ids);
    }
}
