namespace MewsThreads.Commands.Tests;

/// <summary>Half a character that is to be written is refused: Mews could only get another one in its place.</summary>
public class WholeCharacterTests
{
    [Theory]
    [InlineData("New-MewsMessageThread Guest \"Taxi $([char]0xD83C)\"")]
    [InlineData("New-MewsMessageThread \"$([char]0xDF73)\" Taxi")]
    [InlineData("[pscustomobject]@{ OriginalSender = 'Guest'; Subject = \"Taxi $([char]0xD83C)\" } | New-MewsMessageThread")]
    [InlineData("Add-MewsMessage ([guid]::NewGuid()) \"Taxi $([char]0xD83C)\"")]
    public async Task It_is_refused_and_nothing_is_sent(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run(script);

        Assert.Contains("half a character", $"{result.Terminating}{string.Join("", result.Errors)}", StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task An_emoji_is_written_as_it_is()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        Assert.Equal("Taxi \U0001F373", session.Run("(New-MewsMessageThread Guest \"Taxi $([char]0xD83C)$([char]0xDF73)\").Subject").AssertNoErrors().Output.Single().BaseObject);
    }
}
