using System.CommandLine;
using System.Net;
using MewsThreads.Emulator.Cli;

namespace MewsThreads.Emulator.Tests;

/// <summary>The executable's options and what it prints.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_it_is_the_default_on_port_5080()
    {
        Assert.Equal(new EmulatorOptions { Url = "http://127.0.0.1:5080" }, Parse());
    }

    [Fact]
    public void Every_option_has_a_switch()
    {
        var file = Path.GetFullPath("threads.db");
        var expected = new EmulatorOptions
        {
            Url = "http://127.0.0.1:1",
            DataFile = file,
            Threads = 2,
            Seed = -3,
            World = new World
            {
                Intervals = IntervalRule.Inclusive,
                StrictMonths = true,
                UpdatedSort = UpdatedSort.Updated,
                GoneCursor = GoneCursor.Reject,
                UnknownIds = UnknownIds.Reject,
                RetryAfter = RetryAfterStyle.Date,
                TimestampDigits = 6,
            },
            LimitRequests = 4,
            LimitWindow = TimeSpan.FromSeconds(5),
        };
        Assert.Equal(expected, Parse(
            "--urls", "http://127.0.0.1:1", "--data", "threads.db", "--threads", "2", "--seed", "-3", "--intervals", "inclusive",
            "--strict-months", "--updated-sort", "updated", "--gone-cursor", "reject", "--unknown-ids", "reject", "--retry-after", "date",
            "--limit", "4", "--window", "5", "--timestamp-digits", "6"));
    }

    [Theory]
    [InlineData("--intervals", "open")]
    [InlineData("--threads", "-1")]
    [InlineData("--threads", "many")]
    [InlineData("--timestamp-digits", "8")]
    [InlineData("--window", "0")]
    [InlineData("--unknown", "1")]
    [InlineData("--world", "cruel")]
    [InlineData("--world", "random")]
    [InlineData("--world", "random:x")]
    [InlineData("--strict-months", "perhaps")]
    [InlineData("--visible-after-seconds", "-1")]
    public void A_bad_option_is_an_error(params string[] args) => Assert.NotEmpty(Create().Command.Parse(args).Errors);

    [Fact]
    public void A_world_sets_every_switch_and_a_single_option_overrides_it()
    {
        Assert.Equal(World.Kind, Parse("--world", "kind").World);
        Assert.Equal(World.Strict, Parse("--world", "strict").World);
        Assert.Equal(World.Random(-7), Parse("--world", "random:-7").World);
        var changed = World.Strict with { StrictMonths = false, UnknownIds = UnknownIds.Ignore, VisibleAfterSeconds = 0 };
        Assert.Equal(changed, Parse(
            "--unknown-ids", "ignore", "--strict-months", "false", "--world", "strict", "--visible-after-seconds", "0").World);
    }

    [Fact]
    public void What_a_world_says_of_itself_can_be_pasted()
    {
        Assert.Equal("kind", World.Kind.ToString());
        for (var seed = 0; seed < 100; seed++)
        {
            var world = World.Random(seed);
            Assert.Equal(world, Parse(world.ToString().Split(' ')).World);
        }
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (code, output, _) = await InvokeAsync("--help");
        Assert.Equal(0, code);
        Assert.All(Create().Command.Options, o => Assert.Contains(o.Name, output, StringComparison.Ordinal));
        Assert.Contains("half-open|inclusive", output, StringComparison.Ordinal);
        Assert.Contains("[default: kind]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_faults_in_the_help_works()
    {
        var (_, help, _) = await InvokeAsync("--help");
        Assert.All(Enum.GetNames<FaultKind>(), kind => Assert.Contains(kind, help, StringComparison.Ordinal));
        var json = help.Split("-Body '")[1].Split('\'')[0];
        await using var api = await TestApi.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, "/emulator/faults", TestApi.Json(json))).Status);
        Assert.Equal([FaultKind.TooManyRequests, FaultKind.LostAnswer], api.Host.Faults.Snapshot().Select(f => f.Fault.Kind));
        Assert.Equal(7, api.Host.Faults.Seed);
    }

    [Fact]
    public async Task A_start_that_fails_is_one_line_and_exit_code_1()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var url in new[] { api.Host.Address.ToString(), "nonsense", "https://127.0.0.1:0", "http://localhost:0" })
        {
            var (code, _, error) = await InvokeAsync("--threads", "0", "--urls", url);
            Assert.Equal(1, code);
            Assert.StartsWith("The emulator cannot start: ", error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_runs_until_it_is_told_to_stop_and_prints_a_line_to_paste()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var started = new StartedWriter(output, stop);
        var code = await Create().Command.Parse(["--urls", "http://127.0.0.1:0", "--threads", "7", "--world", "random:3"])
            .InvokeAsync(new InvocationConfiguration { Output = started }, stop.Token);
        Assert.Equal(0, code);

        var text = output.ToString();
        Assert.Contains($"World         {World.Random(3)}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Control key", text, StringComparison.Ordinal);
        var line = Assert.Single(text.Split('\n'), l => l.StartsWith("Connect-Mews ", StringComparison.Ordinal));
        Assert.Matches(
            @"^Connect-Mews -PlatformAddress http://127\.0\.0\.1:\d+ "
            + @"-ClientToken \(ConvertTo-SecureString '[0-9A-F-]+' -AsPlainText -Force\) "
            + @"-AccessToken \(ConvertTo-SecureString '[0-9A-F-]+' -AsPlainText -Force\)\r?$", line);
        foreach (var token in new[]
        {
            DemoTokens.ClientToken, DemoTokens.AccessToken, DemoTokens.SecondEnterpriseAccessToken, DemoTokens.PortfolioAccessToken,
            DemoTokens.OtherClientToken, DemoTokens.OtherAccessToken,
        })
        {
            Assert.Contains(token, text, StringComparison.Ordinal);
        }
    }

    private static (EmulatorCommand Emulator, RootCommand Command) Create()
    {
        var emulator = new EmulatorCommand();
        return (emulator, emulator.Create());
    }

    private static EmulatorOptions Parse(params string[] args)
    {
        var (emulator, command) = Create();
        var line = command.Parse(args);
        Assert.Empty(line.Errors);
        return emulator.Options(line);
    }

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Create().Command.Parse(args)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Stops the emulator as soon as it has printed something.</summary>
    private sealed class StartedWriter(StringWriter inner, CancellationTokenSource stop) : StringWriter
    {
        public override async Task WriteAsync(string? value)
        {
            await inner.WriteAsync(value);
            await stop.CancelAsync();
        }
    }
}
