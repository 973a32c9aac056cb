using System.Net;
using System.Runtime.CompilerServices;

namespace MewsThreads.Emulator.Tests;

/// <summary>docs/emulator.md says what the emulator does.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "emulator.md"));

    [Fact]
    public void Every_switch_is_there_with_its_answers()
    {
        foreach (var option in WorldSwitch.All)
        {
            var (kind, strict) = (option.Word(World.Kind), option.Word(World.Strict));
            var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| `{option.Name}` |", StringComparison.Ordinal));
            Assert.StartsWith($"| `{option.Name}` | `{kind}` | `{strict}` |", row, StringComparison.Ordinal);
            var others = option.IsNumber ? [option.Words[^1]] : option.Words.Except([kind, strict]);
            Assert.All(others, word => Assert.Contains($"`{word}`", row, StringComparison.Ordinal));
        }
        Assert.Equal(WorldSwitch.All.Count, Page.Split('\n').Count(line => line.StartsWith("| `--", StringComparison.Ordinal)) - 3);
    }

    [Fact]
    public void Every_kind_of_fault_and_customer_is_there()
    {
        Assert.All(Enum.GetNames<FaultKind>(), kind => Assert.Contains($"`{kind}`", Page, StringComparison.Ordinal));
        Assert.All([DemoCustomers.First, DemoCustomers.Second], id => Assert.Contains($"`{id}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_control_call_is_there_and_the_example_of_faults_works()
    {
        await using var api = await TestApi.StartAsync();
        var known = (await api.SendAsync(HttpMethod.Get, "/emulator/nothing", content: null)).Message!;
        foreach (var path in known["There are ".Length..^1].Split(", "))
        {
            var allowed = (await api.SendAsync(HttpMethod.Patch, path, content: null)).Response.Content.Headers.Allow;
            Assert.All(allowed, verb => Assert.Contains(
                Page.Split('\n'),
                line => line.Contains($"{path}`", StringComparison.Ordinal) && line.Contains(verb, StringComparison.Ordinal)));
        }

        var json = Page.Split("-Body '")[1].Split('\'')[0];
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Post, "/emulator/faults", TestApi.Json(json))).Status);
        Assert.Equal(4, api.Host.Faults.Snapshot().Count);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
