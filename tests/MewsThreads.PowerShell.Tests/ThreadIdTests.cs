using System.Management.Automation;

namespace MewsThreads.Commands.Tests;

/// <summary>Threads that are asked for by their ids.</summary>
public class ThreadIdTests
{
    [Fact]
    public async Task Ids_come_by_position_by_value_and_by_property_name()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        var ids = threads.Select(thread => thread.Id).ToList();
        session.Set("ids", ids.Select(id => id.ToString()).ToArray());

        foreach (var script in new[]
        {
            "Get-MewsMessageThread $ids",
            "$ids | Get-MewsMessageThread",
            "$ids | ForEach-Object { [guid]$_ } | Get-MewsMessageThread",
            "$ids | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Get-MewsMessageThread",
            "Get-MewsMessageThread | Get-MewsMessageThread",
            "$ids + $ids | Get-MewsMessageThread",
        })
        {
            Assert.Equal(ids, session.Run(script).AssertNoErrors().Ids);
        }
    }

    [Fact]
    public async Task Piped_ids_go_out_in_batches_as_soon_as_they_are_full()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(1500);
        session.Set("ids", threads.Select(thread => thread.Id).ToArray());
        session.Set("log", emulator.Requests);

        var result = session.Run("$ids | ForEach-Object { $_; if (++$n -eq 1001) { $sent = $log.Snapshot().Count } } | Get-MewsMessageThread")
            .AssertNoErrors();

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        Assert.Equal([1000, 500], emulator.Requests.Snapshot().Select(request => request.IdCount!.Value));
        Assert.Equal(1, session.Get("sent"));
    }

    [Fact]
    public async Task An_id_that_mews_does_not_return_is_an_error_that_names_it_and_the_others_come()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(2);
        var unknown = Guid.NewGuid();
        session.Set("ids", new[] { threads[0].Id, unknown, threads[1].Id });

        var result = session.Run("$ids | Get-MewsMessageThread");

        Assert.Equal(threads.Select(thread => thread.Id), result.Ids);
        var error = result.AssertNonTerminating("MewsThreadNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(unknown, error.TargetObject);
        Assert.Contains(unknown.ToString(), error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_a_filter_leaves_out_or_that_first_did_not_reach_is_no_error()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var threads = emulator.Insert(3);
        session.Set("ids", threads.Select(thread => thread.Id).Append(Guid.NewGuid()).ToArray());
        session.Set("after", threads[0].CreatedUtc);

        Assert.Equal([threads[0].Id], session.Run("Get-MewsMessageThread $ids -CreatedAfter $after").AssertNoErrors().Ids);
        Assert.Equal([threads[0].Id], session.Run("Get-MewsMessageThread $ids -First 1").AssertNoErrors().Ids);
    }

    [Theory]
    [InlineData("@() | Get-MewsMessageThread")]
    [InlineData("Get-MewsMessageThread -Id @()")]
    [InlineData("1..3 | Where-Object { $_ -gt 3 } | Get-MewsMessageThread")]
    public async Task No_id_is_no_thread_and_never_all_of_them(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(3);

        Assert.Empty(session.Run(script).AssertNoErrors().Output);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task A_malformed_id_in_the_pipeline_is_an_error_of_its_own_and_the_others_come()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        session.Set("id", thread.Id);

        var result = session.Run("'not-an-id', \"$id\" | Get-MewsMessageThread");

        Assert.Equal([thread.Id], result.Ids);
        Assert.Single(result.Errors);
    }
}
