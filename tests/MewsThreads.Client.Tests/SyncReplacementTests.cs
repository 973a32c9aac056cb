using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>How a new file takes the place of an old one: never through what lies there already, and with its owner and mode.</summary>
public class SyncReplacementTests
{
    private const string Content = "not yours";

    public static TheoryData<string> Replacements => [".new", ".state.json.new"];

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task What_a_link_in_the_place_of_a_new_file_leads_to_is_not_touched(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var (path, victim) = (fixture.Folder.File("threads.csv"), await VictimAsync(fixture));
        File.CreateSymbolicLink(path + suffix, victim);

        fixture.Run(path);

        await AssertUntouchedAsync(victim);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.False(File.Exists(path + suffix));
        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Null(new FileInfo(path + ".state.json").LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task The_other_name_of_a_new_file_keeps_its_content_and_mode(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var (path, victim) = (fixture.Folder.File("threads.csv"), await VictimAsync(fixture));
        Unix.Link(victim, path + suffix);

        fixture.Run(path);

        await AssertUntouchedAsync(victim);
        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task What_a_killed_run_left_is_replaced(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        await File.WriteAllTextAsync(path + suffix, new string('x', 100_000), TestContext.Current.CancellationToken);
        fixture.Emulator.Store.Add(fixture.ServerNow);

        fixture.Run(path);

        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.False(File.Exists(path + suffix));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".state.json")]
    public async Task What_a_run_left_that_was_killed_between_giving_the_new_name_and_taking_the_old_one_is_no_obstacle(string suffix)
    {
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        Unix.Link(path + suffix, path + suffix + ".new");
        fixture.Emulator.Store.Add(fixture.ServerNow);

        Assert.Equal(1, fixture.Run(path).Added);

        Assert.Equal(fixture.Truth(), SyncRow.ReadAll(path));
        Assert.False(File.Exists(path + suffix + ".new"));
    }

    [Fact]
    public async Task A_file_that_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps permissions by itself.");
            return;
        }

        await using var fixture = await SyncFixture.StartAsync();
        var path = fixture.Folder.File("threads.csv");
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        fixture.Run(path);
        File.SetUnixFileMode(path, OwnerOnly);
        fixture.Emulator.Store.Add(fixture.ServerNow);

        Assert.Equal(1, fixture.Run(path).Added);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task The_owner_and_the_group_are_kept_as_well_as_the_mode()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "Only an administrator may give a file away.");
        await using var fixture = await SyncFixture.StartOnUnixAsync();
        var path = fixture.Folder.File("threads.csv");
        fixture.Run(path);
        foreach (var file in new[] { path, path + ".state.json" })
        {
            Unix.ChangeOwner(file, 12345, 54321);
            Unix.ChangeMode(file, 0x1B0);
        }

        fixture.Emulator.Store.Add(fixture.ServerNow);
        fixture.Run(path);

        Assert.Equal("12345:54321 660", await Unix.OwnerAndModeAsync(path));
        Assert.Equal("12345:54321 660", await Unix.OwnerAndModeAsync(path + ".state.json"));
    }

    private static async Task<string> VictimAsync(SyncFixture fixture)
    {
        var victim = fixture.Folder.File("victim");
        await File.WriteAllTextAsync(victim, Content, TestContext.Current.CancellationToken);
        Unix.ChangeMode(victim, 0x180);
        return victim;
    }

    private static async Task AssertUntouchedAsync(string victim)
    {
        Assert.Equal(Content, await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        Assert.EndsWith(" 600", await Unix.OwnerAndModeAsync(victim), StringComparison.Ordinal);
    }
}
