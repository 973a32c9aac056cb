using System.Xml.Linq;

namespace MewsThreads.Commands.Tests;

/// <summary>The module as users meet it: tests/Pester, run once in a real shell against the installed packages. Each of its tests is one here.</summary>
[Collection(nameof(PesterSuite))]
public class PesterSuite
{
    private const string BecauseOfPester = "because ";

    private static readonly Lazy<Task<(int ExitCode, string Output, string Results)>> Run = new(RunAsync);

    public static async Task<IEnumerable<TheoryDataRow<string?>>> Tests()
    {
        var (_, output, results) = await Run.Value;
        Assert.True(File.Exists(results), output);
        return [.. XDocument.Load(results).Descendants("testcase").Select(Row)];
    }

    [Theory]
    [MemberData(nameof(Tests), DisableDiscoveryEnumeration = true)]
    public void A_test_of_the_suite_passes(string? failure) => Assert.True(failure is null, failure);

    [Fact]
    public async Task Each_file_of_the_suite_is_read_set_up_and_torn_down()
    {
        var (exitCode, output, _) = await Run.Value;

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        // 1: a test failed, which is a failure of its own.
        Assert.True(exitCode is 0 or 1, output);
    }

    private static TheoryDataRow<string?> Row(XElement test)
    {
        var reason = (string?)test.Element("skipped")?.Attribute("message") ?? "";
        var because = reason.IndexOf(BecauseOfPester, StringComparison.Ordinal);
        var status = (string)test.Attribute("status")!;
        var failure = status switch
        {
            "Passed" => null,
            "Skipped" when because >= 0 => null,
            "Skipped" => "A test that is skipped says why: use Set-ItResult -Skipped -Because.",
            _ => $"{status}: {(string?)test.Element("failure")?.Attribute("message") ?? reason}\n{test.Value}",
        };
        return new(failure)
        {
            TestDisplayName = $"{Path.GetFileName((string?)test.Attribute("classname"))}: {(string?)test.Attribute("name")}",
            // No argument is shown after the name.
            Label = "",
            Skip = status == "Skipped" && failure is null ? reason[(because + BecauseOfPester.Length)..] : null,
        };
    }

    private static async Task<(int ExitCode, string Output, string Results)> RunAsync()
    {
        var installed = Packages.EmptyFolder("installed");
        var start = RealShell.StartInfo(
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(Session.Root, "tests", "Pester", "Run.ps1"),
            "-Packages", await Packages.FolderAsync(), "-Destination", installed, "-Pester", RealShell.PesterPath);
        var dotnet = Path.GetDirectoryName(start.FileName)!;
        start.Environment["DOTNET_ROOT"] = dotnet;
        start.Environment["PATH"] = dotnet + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["NO_COLOR"] = "1";
        // No process of the suite runs long enough for a profile of its code to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // The engines that other tests start set this one for the whole process, and to their own folders.
        start.Environment.Remove("PSModulePath");
        var (exitCode, output) = await Commands.RunAsync(start);
        return (exitCode, output, Path.Combine(installed, "results.xml"));
    }
}
