using System.Management.Automation;
using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>Objects that have lost their type on the way through a file, another process or a selection.</summary>
public class LostTypeTests
{
    [Theory]
    [InlineData("[pscustomobject]@{ Id = \"$id\"; MessageThreadId = $null }")]
    [InlineData("[pscustomobject]@{ Id = \"$id\"; MessageThreadId = '' }")]
    [InlineData("[pscustomobject]@{ Id = $null; MessageThreadId = \"$id\" }")]
    [InlineData("[pscustomobject]@{ Id = '407a1924-30ac-44ec-b2b6-b50c00f35e3b'; MessageThreadId = \"$id\"; EnterpriseId = $null }")]
    [InlineData("[pscustomobject]@{ Id = \"$id\"; EnterpriseId = $null }")]
    [InlineData("[pscustomobject]@{ Id = $id; EnterpriseId = '' }")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($thread))")]
    public async Task They_stand_for_the_thread_as_arguments_and_in_a_pipeline(string record)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var stored = emulator.Insert(2)[1];
        emulator.Answer(stored.Id, "It is in your room.");
        session.Set("id", stored.Id);
        session.Run($"$thread = Get-MewsMessageThread $id; $record = {record}").AssertNoErrors();

        Assert.Equal([stored.Id], session.Run("$record | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Equal([stored.Id], session.Run("Get-MewsMessageThread $record").AssertNoErrors().Ids);
        Assert.Equal([stored.Id], session.Run("Get-MewsMessageThread -Id $record, $record").AssertNoErrors().Ids);
        Assert.Single(session.Run("$record | Get-MewsMessage").AssertNoErrors().Output);
        Assert.Single(session.Run("Get-MewsMessage $record").AssertNoErrors().Output);
        Assert.Single(session.Run("Add-MewsMessage $record 'Thank you'").AssertNoErrors().Output);
        Assert.Single(session.Run("$record | Add-MewsMessage -Text 'Thank you'").AssertNoErrors().Output);
    }

    [Theory]
    [InlineData("Get-MewsMessageThread $id, $null", "null")]
    [InlineData("Get-MewsMessageThread $null, $null", "null")]
    [InlineData("Get-MewsMessageThread -MessageThreadId @($null)", "null")]
    [InlineData("Get-MewsMessageThread -EnterpriseId $id, $null", "null")]
    [InlineData("Get-MewsConversation $id, $null", "null")]
    [InlineData("Get-MewsConversation -Id $null", "null")]
    [InlineData("ConvertTo-MewsTranscript @($null)", "null")]
    [InlineData("Get-MewsMessage $id, $null", "null")]
    [InlineData("Get-MewsMessage $null", "null")]
    [InlineData("Add-MewsMessage $null 'Hello'", "null")]
    [InlineData("Get-MewsMessageThread -Id $null", "null")]
    [InlineData("Get-MewsMessageThread -EnterpriseId $null", "null")]
    public async Task Null_is_an_error_and_never_an_id(string script, string named)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", emulator.Insert(1)[0].Id);

        var error = session.Run(script).Terminating;

        Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Null_in_a_pipeline_is_an_error_of_its_own_and_the_others_go_on()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", emulator.Insert(1)[0].Id);

        foreach (var command in new[] { "Get-MewsMessageThread", "Get-MewsConversation", "Get-MewsMessage", "Add-MewsMessage -Text 'Hello'" })
        {
            var result = session.Run($"$id, $null | {command}");
            Assert.Null(result.Terminating);
            Assert.Single(result.Errors);
        }

        Assert.All(emulator.Requests.Snapshot(), request => Assert.True(request.IdCount is null or 1));
    }

    [Theory]
    [InlineData("(Invoke-MewsOperation enterprises/getAll -PageSize 10).Enterprises")]
    [InlineData("(Invoke-MewsOperation Enterprises/GetAll '{ \"Limitation\": { \"Count\": 10 } }').Enterprises")]
    [InlineData("Invoke-MewsOperation enterprises/getAll -All")]
    [InlineData("Invoke-MewsOperation enterprises/getAll -All | ForEach-Object { [pscustomobject]@{ Id = $_.Id; Name = $_.Name; ChainId = $_.ChainId } }")]
    [InlineData("Invoke-MewsOperation enterprises/getAll -All | ForEach-Object { [pscustomobject]@{ Id = [guid]$_.Id; TimeZoneIdentifier = '' } }")]
    [InlineData("Invoke-MewsOperation enterprises/getAll -All | ForEach-Object { $lost = [pscustomobject]@{ Id = $_.Id }; $lost.PSObject.TypeNames.Insert(0, 'Selected.MewsThreads.Enterprise'); $lost }")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Invoke-MewsOperation enterprises/getAll -All)))")]
    public async Task Enterprises_are_recognised_in_any_form(string enterprises)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var thread = Emulators.Thread(Emulators.Now.AddDays(-1)) with { EnterpriseId = DemoEnterprises.Second.Id };
        emulator.Store.Insert([thread]);
        session.Run($"$enterprises = @({enterprises})").AssertNoErrors();

        Assert.Equal([thread.Id], session.Run("$enterprises | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Equal([thread.Id], session.Run("Get-MewsMessageThread $enterprises").AssertNoErrors().Ids);
        Assert.Equal([thread.Id], session.Run("Get-MewsMessageThread -EnterpriseId $enterprises").AssertNoErrors().Ids);
        Assert.Equal([thread.Id], session.Run("Get-MewsMessageThread -EnterpriseId $enterprises[0], $enterprises[1]").AssertNoErrors().Ids);
        var result = session.Run("$enterprises[0] | Get-MewsMessage");
        Assert.Contains("Get-MewsMessageThread", result.AssertNonTerminating("MewsInvalidArgument").ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_an_enterprise_that_cannot_be_recognised_is_an_error_that_points_to_the_parameter()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", DemoEnterprises.First.Id);

        var error = session.Run("[pscustomobject]@{ Id = $id; Name = 'Net' } | Get-MewsMessageThread").AssertNonTerminating("MewsThreadNotFound");

        Assert.Contains("-EnterpriseId", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
