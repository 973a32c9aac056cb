using MewsThreads.Emulator;

namespace MewsThreads.Sandbox.Tests;

public class TourTests
{
    [Fact]
    public async Task The_tour_shows_every_step_and_no_token()
    {
        var result = await SandboxProcess.RunAsync();

        Assert.DoesNotContain("failed", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("PS mews> (Get-MewsMessageThread).Count\n2500\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("What if: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("messageThreads/add, 1 thread", result.Output, StringComparison.Ordinal);
        Assert.Contains("messages/add, 1 message\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("messages/getAll, 2 messages\n", result.Output, StringComparison.Ordinal);
        Assert.Matches("Enterprise +The driver waits for you\\.", result.Output);
        Assert.Matches("Application +We land at 23:40\\. Is that too late\\?", result.Output);
        Assert.Contains("00000000-0000-0000-0000-000000000001", result.Errors, StringComparison.Ordinal);
        Assert.Contains("-CreatedBefore", result.Errors, StringComparison.Ordinal);

        // All are new to the file at first; then one is, and the others are as they were.
        Assert.Matches(@"Z +(\d{4}) +0 +0 +\1 +\d+ .*threads\.csv\n[^Z]+Z +1 +0 +\1 +\d{4} +2 .*threads\.csv\n", result.Output);

        Assert.DoesNotContain(DemoTokens.ClientToken, result.Output + result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoTokens.AccessToken, result.Output + result.Errors, StringComparison.Ordinal);
    }
}
