using MewsThreads.Emulator;

namespace MewsThreads.Sandbox.Tests;

public sealed class TourTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mewsthreads-");

    [Fact]
    public async Task The_tour_starts_with_a_list_and_an_export_shows_every_step_and_no_token()
    {
        var result = await SandboxProcess.RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(
            @"^A tour .*\n\n# 1\. .*\nPS mews> Get-MewsMessageThread -First 5\n(?s:.*)PS mews> Get-MewsMessageThread \| Export-Csv threads\.csv\n"
            + @"PS mews> Get-Content threads\.csv -TotalCount 4\n""Id"",""OriginalSender"",""Subject""",
            result.Output);
        Assert.Contains("\n2500\n", result.Output, StringComparison.Ordinal);
        Assert.Matches("Enterprise +The driver waits for you\\.", result.Output);
        Assert.Contains("# What to try next", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoTokens.ClientToken, result.Output + result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoTokens.AccessToken, result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function global:Set-EmulatorThread { process { } }")]
    [InlineData("function global:Export-Csv { process { $_ | Microsoft.PowerShell.Utility\\Export-Csv @args -Append }; end { Write-Error 'boom' } }")]
    public async Task The_tour_fails_with_a_step_that_does_not_do_what_it_should(string damage)
    {
        var script = Path.Combine(_folder.FullName, "damaged.ps1");
        await File.WriteAllTextAsync(
            script, $"{damage}\n. '{Path.Combine(AppContext.BaseDirectory, "Tour.ps1")}'\nexit $LASTEXITCODE", TestContext.Current.CancellationToken);
        var result = await SandboxProcess.RunAsync("-File", script);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The tour ended at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("# What to try next", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
