using System.Text.Json.Nodes;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Which file a run takes for its own: one that is as its state says, and that no other run has.</summary>
public class SyncStateTests
{
    [Fact]
    public async Task A_second_run_on_the_same_file_ends_with_an_error_and_disturbs_nothing()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        var others = new List<MewsSyncException>();
        foreach (var round in new[] { 1, 2 })
        {
            fixture.Emulator.Store.Add(fixture.ServerNow);

            // While the first one reads and while it merges, another one begins, and one that would write nothing.
            fixture.Run(path, observer: new RecordingSyncObserver(_ =>
            {
                others.Add(Assert.Throws<MewsSyncException>(() => fixture.Run(path)));
                others.Add(Assert.Throws<MewsSyncException>(() => fixture.Run(path, options => options with { IsDryRun = true })));
            }));
        }

        Assert.True(others.Count > 8);
        Assert.All(others, error => Assert.Equal(Failure.SyncFileInUse, error.Failure));
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("edited, as long as before")]
    [InlineData("cut short")]
    [InlineData("a row more")]
    [InlineData("empty")]
    public async Task A_file_that_something_else_has_changed_is_not_overwritten_unasked(string how)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            path,
            how switch
            {
                "edited" => text.Replace("John Doe", "John D.", StringComparison.Ordinal),
                "edited, as long as before" => text.Replace("John Doe", "John Dow", StringComparison.Ordinal),
                "cut short" => text[..^5],
                "a row more" => text + text.Split('\n')[1] + "\n",
                _ => "",
            },
            TestContext.Current.CancellationToken);
        var before = fixture.Folder.Contents();

        Assert.Equal(Failure.SyncFileChanged, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);
        Assert.Equal(before, fixture.Folder.Contents());

        fixture.Run(path, options => options with { Full = true });
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.Equal(1, fixture.Run(path).Unchanged);
    }

    [Fact]
    public async Task A_file_without_its_state_is_not_overwritten_unasked()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        await File.WriteAllTextAsync(path, "my own", TestContext.Current.CancellationToken);

        Assert.Equal(Failure.SyncStateMissing, Assert.Throws<MewsSyncException>(() => fixture.Run(path)).Failure);

        Assert.Equal("my own", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(fixture.Emulator.Requests.Snapshot());
        Assert.Equal(0, fixture.Run(path, options => options with { Full = true }).Total);
    }

    [Fact]
    public async Task A_state_without_its_file_builds_the_file_anew_and_says_so()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Emulator.Store.Add(fixture.ServerNow.AddDays(-1));
        fixture.Run(path);
        File.Delete(path);
        var observer = new RecordingSyncObserver();

        Assert.Equal(1, fixture.Run(path, observer: observer).Added);

        Assert.Contains("not there any more", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FormatVersion", "2")]
    [InlineData("PlatformAddress", "\"https://api.mews.com\"")]
    [InlineData("EnterpriseId", "\"4d0201db-36f5-428b-8d11-4f0a65e960cc\"")]
    [InlineData("EnterpriseIds", "[\"4d0201db-36f5-428b-8d11-4f0a65e960cc\"]")]
    [InlineData("SpreadsheetSafe", "true")]
    [InlineData("ByteOrderMark", "true")]
    public async Task A_state_of_something_else_is_refused_with_a_reason(string property, string value)
    {
        var error = await RefusedAsync(state => state[property] = JsonNode.Parse(value));

        Assert.Equal(Failure.SyncStateForeign, error.Failure);
    }

    [Theory]
    [InlineData("Watermark")]
    [InlineData("Sha256")]
    public async Task A_state_that_lacks_something_is_refused(string property)
    {
        var error = await RefusedAsync(state => state.Remove(property));

        Assert.Equal(Failure.SyncStateUnreadable, error.Failure);
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enterprises_belong_to_the_file_in_any_order()
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        Guid[] both = [DemoEnterprises.First.Id, DemoEnterprises.First.Id, Guid.Parse("00000000-0000-0000-0000-000000000001")];
        fixture.Emulator.Store.Add(fixture.ServerNow);

        fixture.Run(path, options => options with { EnterpriseIds = [both[0]] });

        Assert.Equal(1, fixture.Run(path, options => options with { EnterpriseIds = [both[0], both[1]] }).Unchanged);
        Assert.Throws<MewsSyncException>(() => fixture.Run(path, options => options with { EnterpriseIds = both }));
        Assert.Throws<MewsSyncException>(() => fixture.Run(path));
    }

    private static async Task<MewsSyncException> RefusedAsync(Action<JsonObject> spoil)
    {
        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        var file = path + ".state.json";
        var state = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        spoil(state);
        await File.WriteAllTextAsync(file, state.ToJsonString(), TestContext.Current.CancellationToken);
        fixture.Emulator.Store.Add(fixture.ServerNow);
        var before = fixture.Folder.Contents();

        var error = Assert.Throws<MewsSyncException>(() => fixture.Run(path));

        Assert.Equal(before, fixture.Folder.Contents());
        Assert.Equal(1, fixture.Run(path, options => options with { Full = true }).Total);
        return error;
    }
}
