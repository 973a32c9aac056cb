using System.Management.Automation;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>Tokens with white space around them, as pasting and files leave it, and tokens that are nothing else.</summary>
public class PastedTokenTests
{
    [Theory]
    [InlineData(" {0}")]
    [InlineData("{0}\r\n")]
    [InlineData("\t {0}\u00a0\n")]
    public async Task White_space_around_a_token_is_not_sent(string form)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        session.Set("client", Session.Secure(string.Format(null, form, DemoTokens.ClientToken)));
        session.Set("access", Session.Secure(string.Format(null, form, DemoTokens.AccessToken)));
        session.Set("credential", new PSCredential(string.Format(null, form, DemoTokens.ClientToken), Session.Secure(string.Format(null, form, DemoTokens.AccessToken))));
        session.Set("address", emulator.Address);

        session.Run("Connect-Mews -ClientToken $client -AccessToken $access -PlatformAddress $address").AssertNoErrors();
        session.Run("Connect-Mews -Credential $credential -PlatformAddress $address").AssertNoErrors();
    }

    [Theory]
    [InlineData("-ClientToken $blank -AccessToken $token", "-ClientToken must hold the token, and is empty")]
    [InlineData("-ClientToken $token -AccessToken $blank", "-AccessToken must hold the token, and is empty")]
    [InlineData("-Credential $blankName", "The user name of -Credential must hold the token, and is empty")]
    [InlineData("-Credential $blankPassword", "The password of -Credential must hold the token, and is empty")]
    public async Task A_blank_token_is_reported_as_empty_and_nothing_is_sent(string arguments, string message)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Set("blank", Session.Secure(" \r\n"));
        session.Set("blankName", new PSCredential(" ", Session.Secure("token")));
        session.Set("blankPassword", new PSCredential("token", Session.Secure(" ")));
        session.Set("address", emulator.Address);

        var error = session.Run($"Connect-Mews {arguments} -PlatformAddress $address").AssertTerminating("MewsInvalidArgument");

        Assert.Contains(message, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("$never")]
    [InlineData("''")]
    public void No_credential_is_an_error_and_never_a_prompt(string credential)
    {
        using var session = new Session();

        // A prompt of this host, which has no user, would be an error of the host, not of the argument.
        var error = session.Run($"Connect-Mews -Credential {credential}").Terminating;

        Assert.Matches("^(ParameterArgumentValidationError|CannotConvertArgument|ParameterArgumentTransformationError)", error!.FullyQualifiedErrorId);
        Assert.DoesNotContain("prompt", error.Exception.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
