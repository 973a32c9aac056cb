using System.Text.Json;

namespace MewsThreads.Commands.Tests;

/// <summary>The PowerShell that tests, sandbox and benchmarks run.</summary>
public class RealShellTests
{
    [Fact]
    public async Task The_tool_manifest_names_the_version_that_the_tests_run()
    {
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Session.Root, ".config", "dotnet-tools.json"), TestContext.Current.CancellationToken));

        var (_, version) = await Commands.RunAsync(RealShell.StartInfo("-NoProfile", "-NonInteractive", "-Command", "\"$($PSVersionTable.PSVersion)\""));

        Assert.Equal(manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString(), version.Trim());
    }
}
