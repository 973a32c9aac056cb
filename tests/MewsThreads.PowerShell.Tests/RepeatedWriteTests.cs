using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>What comes from Mews is not written to it once more, unless the command line says what is new.</summary>
public class RepeatedWriteTests
{
    [Theory]
    [InlineData("Get-MewsMessage $threads | Add-MewsMessage")]
    [InlineData("Get-MewsMessage $threads | ForEach-Object { [pscustomobject]@{ MessageThreadId = $_.MessageThreadId; Text = $_.Text; CreatedUtc = \"$($_.CreatedUtc)\" } } | Add-MewsMessage")]
    [InlineData("Get-MewsMessage $threads | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) } | Add-MewsMessage")]
    [InlineData("Get-MewsMessage $threads | Add-MewsMessage -BatchSize 1 -Identifier again")]
    [InlineData("Get-MewsMessageThread | New-MewsMessageThread")]
    [InlineData("Get-MewsMessageThread | ForEach-Object { [pscustomobject]@{ OriginalSender = $_.OriginalSender; Subject = $_.Subject; CreatedUtc = $_.CreatedUtc; CustomerId = '' } } | New-MewsMessageThread")]
    [InlineData("Get-MewsMessageThread | New-MewsMessageThread -CustomerId 407a1924-30ac-44ec-b2b6-b50c00f35e3b")]
    public async Task Each_record_is_an_error_that_names_the_remedy_and_none_is_written(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        Prepare(emulator, session);

        var result = session.Run(script);

        Assert.Null(result.Terminating);
        Assert.Empty(result.Output);
        Assert.Equal(3, result.Errors.Count);
        Assert.All(result.Errors, error =>
        {
            Assert.StartsWith("MewsAlreadyInMews,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Select-Object", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(emulator.Requests.Snapshot(), request => request.Operation.EndsWith("/add", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-MewsMessage $threads | Add-MewsMessage -Text 'Thank you'")]
    [InlineData("Get-MewsMessageThread | Add-MewsMessage -Text 'Thank you'")]
    [InlineData("Get-MewsMessageThread | New-MewsMessageThread -Subject 'Another'")]
    [InlineData("Get-MewsMessage $threads | ForEach-Object { [pscustomobject]@{ MessageThreadId = $_.MessageThreadId; Text = $_.Text } } | Add-MewsMessage")]
    [InlineData("Get-MewsMessage $threads | ForEach-Object { [pscustomobject]@{ MessageThreadId = $_.MessageThreadId; Text = $_.Text; CreatedUtc = '' } } | Add-MewsMessage")]
    public async Task What_is_new_is_written(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        Prepare(emulator, session);

        Assert.Equal(3, session.Run(script).AssertNoErrors().Output.Count);
    }

    [Fact]
    public async Task Among_new_records_only_those_from_mews_are_refused()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        Prepare(emulator, session);

        var result = session.Run("$new = [pscustomobject]@{ MessageThreadId = $threads[0].Id; Text = 'New' }; $new, (Get-MewsMessage $threads[0]), $new | Add-MewsMessage");

        Assert.Equal(2, result.Output.Count);
        result.AssertNonTerminating("MewsAlreadyInMews");
    }

    private static void Prepare(EmulatorHost emulator, Session session)
    {
        foreach (var thread in emulator.Insert(3))
        {
            emulator.Answer(thread.Id, "It is in your room.");
        }

        session.Run("$threads = Get-MewsMessageThread").AssertNoErrors();
        emulator.Requests.Clear();
    }
}
