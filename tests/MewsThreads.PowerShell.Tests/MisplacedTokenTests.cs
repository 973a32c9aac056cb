using System.Collections.ObjectModel;
using System.Management.Automation;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>A token that is passed where it does not belong is not shown, neither by the module nor, where it can be prevented, by the engine.</summary>
[Collection(nameof(Alone))]
public sealed class MisplacedTokenTests : IDisposable
{
    private readonly Session _session = new();

    public MisplacedTokenTests()
    {
        _session.Set("token", DemoTokens.AccessToken);
        _session.Set("clientToken", Session.Secure(DemoTokens.ClientToken));
        _session.Set("accessToken", Session.Secure(DemoTokens.AccessToken));
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Connect-Mews $token")]
    [InlineData("Connect-Mews $token $token")]
    [InlineData("Connect-Mews -ClientToken $token -AccessToken $accessToken")]
    [InlineData("Connect-Mews -ClientToken $clientToken -AccessToken $token")]
    [InlineData("Connect-Mews -ClientToken @($token, $token) -AccessToken $accessToken")]
    [InlineData("Connect-Mews -Credential $token")]
    [InlineData("Connect-Mews -PlatformAddress $token")]
    [InlineData("Connect-Mews -PlatformAddress \"https://$token.example\"")]
    [InlineData("Connect-Mews -PlatformAddress \"https://$($token.Substring(0, 20)).example\" -ClientToken $clientToken -AccessToken $accessToken -SkipVerification -PassThru")]
    [InlineData("Connect-Mews -PlatformAddress \"https://user:$token@mews.example\" -ClientToken $clientToken -AccessToken $accessToken")]
    [InlineData("Connect-Mews -PlatformAddress \"https://mews.example/$token\" -Environment Demo")]
    [InlineData("Connect-Mews -ClientName $token -ClientToken $clientToken -AccessToken $accessToken -SkipVerification -PassThru")]
    [InlineData("$env:MEWS_PLATFORM_ADDRESS = $token; Connect-Mews")]
    [InlineData("$env:MEWS_PLATFORM_ADDRESS = \"https://user:$token@mews.example\"; Connect-Mews")]
    [InlineData("Connect-Mews -Environment $token")]
    [InlineData("Connect-Mews -TimeoutSec $token")]
    [InlineData("Connect-Mews -SkipVerification:$token")]
    [InlineData("Get-MewsMessageThread -Id $token")]
    [InlineData("Get-MewsMessageThread -EnterpriseId $token, $token")]
    [InlineData("Get-MewsMessageThread -CreatedAfter $token")]
    [InlineData("Get-MewsMessageThread -Connection $token")]
    [InlineData("Add-MewsMessage $token Hello")]
    [InlineData("Sync-MewsMessageThread a.csv -Lookback $token")]
    [InlineData("Invoke-MewsOperation $token")]
    public void It_is_refused_and_not_shown(string command)
    {
        try
        {
            AssertNotShown(command);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MEWS_PLATFORM_ADDRESS", null);
        }
    }

    [Theory]
    [InlineData("Invoke-MewsOperation \"$token/getAll\"")]
    [InlineData("Invoke-MewsOperation \"$($token.Substring(0, 32))/getAll\"")]
    [InlineData("Invoke-MewsOperation configuration/get @{ $token = { } }")]
    [InlineData("New-MewsMessageThread $token Hello")]
    [InlineData("New-MewsMessageThread Jane $token -WhatIf")]
    [InlineData("Add-MewsMessage ([guid]::NewGuid()) $token -WhatIf")]
    [InlineData("Add-MewsMessage ([guid]::NewGuid()) Hello -Identifier $token")]
    [InlineData("Sync-MewsMessageThread $token")]
    [InlineData("Sync-MewsMessageThread \"$token.csv\" -WhatIf")]
    public async Task It_is_refused_before_it_is_sent_to_mews(string command)
    {
        await using var emulator = await Emulators.StartAsync();
        _session.Connect(emulator).AssertNoErrors();
        emulator.Requests.Clear();

        AssertNotShown(command);

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public void Every_parameter_that_the_engine_would_convert_refuses_a_text_that_it_cannot_read()
    {
        var commands = _session.Run("Get-Command -Module MewsThreads").Output.Select(command => (CommandInfo)command.BaseObject).ToList();
        var tried = 0;
        foreach (var command in commands)
        {
            foreach (var parameter in command.Parameters.Values)
            {
                if (Cmdlet.CommonParameters.Contains(parameter.Name)
                    || Cmdlet.OptionalCommonParameters.Contains(parameter.Name)
                    || parameter.ParameterType == typeof(string)
                    || parameter.ParameterType == typeof(object))
                {
                    continue;
                }

                AssertNotShown($"{command.Name} -{parameter.Name}:$token");
                tried++;
            }
        }

        Assert.True(tried > 40, $"{tried} parameters were tried.");
    }

    [Fact]
    public void A_parameter_that_was_mistyped_is_named()
    {
        var error = _session.Run("Connect-Mews -Enviroment Demo").Terminating!;

        Assert.Contains("-Enviroment", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_can_be_read_are_read_as_before()
    {
        var connection = Assert.Single(_session.Run(
            "Connect-Mews -ClientToken $clientToken -AccessToken $accessToken -PlatformAddress 'https://mews.example' -TimeoutSec '5' -SkipVerification -PassThru")
            .AssertNoErrors().Output);

        Assert.Equal(new Uri("https://mews.example"), connection.Properties["PlatformAddress"].Value);
    }

    private void AssertNotShown(string command)
    {
        var result = _session.Run($"{command} -Verbose -Debug");

        var error = Assert.Single<ErrorRecord>([.. new Collection<ErrorRecord?> { result.Terminating }.OfType<ErrorRecord>(), .. result.Errors]);
        var shown = string.Join('\n', Dump.Of(error), string.Join('\n', result.Verbose), string.Join('\n', result.Information.Select(line => line.ToString())), Dump.Of(result.Output));
        Assert.False(TokenForms.AreIn(shown, DemoTokens.AccessToken), $"{command} shows it: {error} {shown[Math.Max(0, shown.IndexOf(DemoTokens.AccessToken[..12], StringComparison.OrdinalIgnoreCase) - 300)..][..600]}");
        Assert.False(TokenForms.AreIn(shown, DemoTokens.ClientToken), command);
    }
}
