using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace MewsThreads.Commands.Tests;

/// <summary>What the workflows may do and use. What they run is tested in tests/Pester.</summary>
public partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Session.Root, ".github", "workflows");

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_states_its_permissions_and_only_the_release_itself_may_write(string workflow)
    {
        var root = Load(workflow);

        Assert.All(Permissions(root), permission => Assert.Equal("read", permission));
        var writing = Jobs(root).Where(job => job.Node.Children.ContainsKey("permissions") && Permissions(job.Node).Contains("write")).Select(job => job.Name);
        Assert.Equal(workflow == "release.yml" ? ["release"] : [], writing);

        static IEnumerable<string> Permissions(YamlMappingNode node) => ((YamlMappingNode)node["permissions"]).Children.Values.Select(value => $"{value}");
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_secret_reaches_only_the_steps_that_publish(string workflow)
    {
        var all = Secrets(Load(workflow));
        var steps = Jobs(Load(workflow)).Where(job => job.Node.Children.ContainsKey("steps")).SelectMany(job => (YamlSequenceNode)job.Node["steps"]);
        var published = steps.Where(step => step.AllNodes.Any(node => Publishes().IsMatch($"{(node as YamlScalarNode)?.Value}"))).SelectMany(Secrets);

        Assert.Equal(all, published);
        Assert.Equal(workflow == "release.yml" ? 2 : 0, all.Count);

        static List<string> Secrets(YamlNode node) =>
            [.. node.AllNodes.OfType<YamlScalarNode>().SelectMany(scalar => Secret().Matches(scalar.Value!)).Select(match => match.Value)];
    }

    [Fact]
    public void Each_action_is_pinned_by_its_commit_and_the_same_everywhere()
    {
        var files = Directory.EnumerateFiles(Folder).Append(Path.Combine(Session.Root, "README.md"));
        var uses = files.SelectMany(File.ReadAllLines).Select(line => Uses().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).Where(action => !action.StartsWith("./", StringComparison.Ordinal)).Distinct().ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches(@"^actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
        Assert.Equal(uses.Count, uses.Select(action => action.Split('@')[0]).Distinct().Count());
    }

    [Fact]
    public void The_workflows_test_with_the_Pester_that_the_build_restores()
    {
        // …/packages/pester/5.7.1/tools/Pester.psd1
        var version = Path.GetFileName(Path.GetFullPath(Path.Combine(RealShell.PesterPath, "..", "..")));
        var installed = Directory.EnumerateFiles(Folder)
            .SelectMany(file => PesterVersion().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal([version, version, version], installed);
    }

    private static YamlMappingNode Load(string workflow)
    {
        using var reader = new StreamReader(Path.Combine(Folder, workflow));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Node)> Jobs(YamlMappingNode workflow) =>
        ((YamlMappingNode)workflow["jobs"]).Children.Select(job => ($"{job.Key}", (YamlMappingNode)job.Value));

    [GeneratedRegex(@"\bsecrets\s*[.\[]\s*['""]?\w+")]
    private static partial Regex Secret();

    [GeneratedRegex("Publish-PSResource|dotnet nuget push")]
    private static partial Regex Publishes();

    [GeneratedRegex(@"^[ -]*uses: (.*)$")]
    private static partial Regex Uses();

    [GeneratedRegex(@"Install-\w+ Pester -(?:Required)?Version (\S+)")]
    private static partial Regex PesterVersion();
}
