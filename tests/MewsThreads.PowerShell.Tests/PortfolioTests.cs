using MewsThreads.Emulator;

namespace MewsThreads.Commands.Tests;

/// <summary>Enterprises of a portfolio in the pipeline.</summary>
public class PortfolioTests
{
    private const string List = "messageThreads/getAll";

    [Fact]
    public async Task The_enterprises_of_a_token_pipe_on_to_their_threads_and_messages()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var (first, second) = InsertBoth(emulator);
        var message = emulator.Messages.Add(second.Id, Emulators.Now);

        Assert.Equal([first.Id, second.Id], session.Run("Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.All(emulator.Requests.Snapshot().Where(request => request.Operation == List), request => Assert.Equal((2, null), (request.EnterpriseIdCount, request.IdCount)));

        Assert.Equal([second.Id], session.Run(
            "Invoke-MewsOperation enterprises/getAll -All | Where-Object Name -Like '*Net*' | Get-MewsMessageThread -CreatedAfter 2026-08-01").AssertNoErrors().Ids);
        Assert.Equal([message.Id], session.Run(
            "Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread | Get-MewsMessage").AssertNoErrors().Ids);
    }

    [Fact]
    public async Task An_enterprise_stays_as_it_is_on_the_wire()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);

        var items = session.Run("Invoke-MewsOperation enterprises/getAll -All").AssertNoErrors().Output;
        var answer = session.Run("(Invoke-MewsOperation enterprises/getAll -PageSize 1000).Enterprises").AssertNoErrors().Output;

        Assert.Equal(2, items.Count);
        Assert.Equal(
            answer.SelectMany(item => item.Properties).Select(property => (property.Name, property.Value?.ToString())),
            items.SelectMany(item => item.Properties).Select(property => (property.Name, property.Value?.ToString())));
        Assert.DoesNotContain(items[0].Properties, property => property.Name == "EnterpriseId");
    }

    [Theory]
    [InlineData("[pscustomobject]@{ EnterpriseId = \"$enterprise\"; Name = 'Net' }")]
    [InlineData("[pscustomobject]@{ EnterpriseId = $enterprise }, [pscustomobject]@{ EnterpriseId = $enterprise }")]
    [InlineData("[pscustomobject]@{ Id = \"$enterprise\"; EnterpriseId = $enterprise }")]
    public async Task A_row_that_names_an_enterprise_and_no_thread_lists_its_threads(string rows)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var (_, second) = InsertBoth(emulator);
        session.Set("enterprise", DemoEnterprises.Second.Id);

        Assert.Equal([second.Id], session.Run($"{rows} | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.All(emulator.Requests.Snapshot(), request => Assert.Equal(1, request.EnterpriseIdCount));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Id = \"$id\"; EnterpriseId = $enterprise }")]
    [InlineData("[pscustomobject]@{ Id = [guid]::NewGuid(); MessageThreadId = $id; EnterpriseId = \"$enterprise\" }")]
    [InlineData("Get-MewsMessageThread $id")]
    public async Task A_row_that_names_a_thread_is_asked_for_by_the_thread(string rows)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var (first, _) = InsertBoth(emulator);
        emulator.Messages.Add(first.Id, Emulators.Now);
        session.Set("id", first.Id);
        session.Set("enterprise", DemoEnterprises.Second.Id);

        Assert.Equal([first.Id], session.Run($"{rows} | Get-MewsMessageThread").AssertNoErrors().Ids);
        Assert.Single(session.Run($"{rows} | Get-MewsMessage").AssertNoErrors().Output);
        Assert.All(emulator.Requests.Snapshot(), request => Assert.Equal((null, 1), (request.EnterpriseIdCount, request.IdCount)));
    }

    [Fact]
    public async Task Enterprises_go_out_as_soon_as_there_are_a_thousand()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        InsertBoth(emulator);

        // Nobody has a thousand of them here, so that the first batch is refused; nothing may come after it.
        session.Run("1..1500 | ForEach-Object { $made = $_; [pscustomobject]@{ EnterpriseId = [guid]::NewGuid() } } | Get-MewsMessageThread")
            .AssertTerminating("MewsRequestRejected");

        Assert.Equal(1000, session.Get("made"));
        Assert.Single(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task First_caps_the_threads_of_all_enterprises_and_filters_hold_for_them()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        var (first, second) = InsertBoth(emulator);
        session.Set("before", first.CreatedUtc);

        Assert.Equal([first.Id], session.Run("Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread -First 1").AssertNoErrors().Ids);
        Assert.Equal([1], emulator.Requests.Snapshot().Where(request => request.Operation == List).Select(request => request.Count!.Value));
        Assert.Equal([second.Id], session.Run("Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessageThread -CreatedBefore $before").AssertNoErrors().Ids);
    }

    [Theory]
    [InlineData("@() | Get-MewsMessageThread")]
    [InlineData("Invoke-MewsOperation enterprises/getAll -All | Where-Object Name -EQ 'None' | Get-MewsMessageThread")]
    public async Task No_enterprise_is_no_thread_and_never_all_of_them(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.PortfolioAccessToken);
        InsertBoth(emulator);

        Assert.Empty(session.Run(script).AssertNoErrors().Output);
        Assert.DoesNotContain(emulator.Requests.Snapshot(), request => request.Operation == List);
    }

    [Fact]
    public async Task An_enterprise_is_never_taken_for_a_thread_whose_messages_are_wanted()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator, DemoTokens.AccessToken);

        var error = session.Run("Invoke-MewsOperation enterprises/getAll -All | Get-MewsMessage").AssertNonTerminating("MewsInvalidArgument");

        Assert.Equal([DemoEnterprises.First.Id], (Guid[])error.TargetObject);
        Assert.Contains("Get-MewsMessageThread", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(emulator.Requests.Snapshot(), request => request.Operation == "messages/getAll");
    }

    private static (StoredThread First, StoredThread Second) InsertBoth(EmulatorHost emulator)
    {
        var first = emulator.Insert(1)[0];
        var second = Emulators.Thread(Emulators.Now.AddDays(-1)) with { EnterpriseId = DemoEnterprises.Second.Id };
        emulator.Store.Insert([second]);
        return (first, second);
    }
}
