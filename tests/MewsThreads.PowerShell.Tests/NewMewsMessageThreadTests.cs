using System.Management.Automation;

namespace MewsThreads.Commands.Tests;

public class NewMewsMessageThreadTests
{
    [Theory]
    [InlineData("New-MewsMessageThread 'Jane Doe' 'Late check-in'")]
    [InlineData("New-MewsMessageThread -Subject 'Late check-in' -OriginalSender 'Jane Doe'")]
    [InlineData("[pscustomobject]@{ OriginalSender = 'Jane Doe'; Subject = 'Late check-in'; Room = 7 } | New-MewsMessageThread")]
    public async Task A_thread_is_created_once_and_returned(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var thread = Assert.Single(session.Run(script).AssertNoErrors().Output);

        var stored = Assert.Single(emulator.Store.All());
        Assert.Equal("MewsThreads.MessageThread", thread.TypeNames[0]);
        Assert.Equal(stored.Id, thread.Properties["Id"].Value);
        Assert.Equal("Jane Doe", stored.OriginalSender);
        Assert.Equal("Late check-in", stored.Subject);
        Assert.Equal(Emulators.Now, thread.Properties["CreatedUtc"].Value);
        Assert.Equal(false, thread.Properties["IsResolved"].Value);
    }

    [Fact]
    public async Task One_bad_record_does_not_stop_the_others()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run("""
            'First', '', 'Third' | ForEach-Object { [pscustomobject]@{ OriginalSender = 'Jane Doe'; Subject = $_ } } | New-MewsMessageThread
            """);

        Assert.Null(result.Terminating);
        Assert.Single(result.Errors);
        Assert.Equal(["First", "Third"], result.Output.Select(thread => thread.Properties["Subject"].Value));
        Assert.Equal(2, emulator.Store.All().Count);
    }

    [Fact]
    public async Task A_record_that_mews_rejects_is_an_error_of_its_own()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var result = session.Run("""
            'First', 'Second', 'Third' | ForEach-Object {
                [pscustomobject]@{ OriginalSender = 'Jane Doe'; Subject = $_; CustomerId = if ($_ -eq 'Second') { [guid]::NewGuid() } } } |
                New-MewsMessageThread
            """);

        Assert.Equal(["First", "Third"], result.Output.Select(thread => thread.Properties["Subject"].Value));
        var error = result.AssertNonTerminating("MewsRequestRejected");
        Assert.Equal("Second", error.TargetObject);
    }

    [Fact]
    public async Task Refused_tokens_end_the_command_at_the_first_record()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        session.Connect(emulator, "wrong-token", "-SkipVerification").AssertNoErrors();

        session.Run("1..5 | ForEach-Object { [pscustomobject]@{ OriginalSender = 'Jane'; Subject = \"$_\" } } | New-MewsMessageThread")
            .AssertTerminating("MewsAuthenticationFailed");

        Assert.Single(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task What_if_says_what_would_be_created_and_asks_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        Assert.Empty(session.Run("New-MewsMessageThread 'Jane Doe' 'Late check-in' -WhatIf").AssertNoErrors().Output);
        Assert.Empty(session.Run("$WhatIfPreference = $true; New-MewsMessageThread 'Jane Doe' 'Late check-in'; $WhatIfPreference = $false").AssertNoErrors().Output);

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("New-MewsMessageThread -OriginalSender '' -Subject b", "OriginalSender")]
    [InlineData("New-MewsMessageThread -OriginalSender a -Subject ''", "Subject")]
    public async Task A_sender_and_a_subject_are_needed(string script, string named)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Run(script).Terminating;

        Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }
}
