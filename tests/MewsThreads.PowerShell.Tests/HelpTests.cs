using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MewsThreads.Commands.Tests;

/// <summary>The help that ships, as Get-Help shows it.</summary>
public sealed partial class HelpTests : IDisposable
{
    private readonly Session _session = new();

    public static TheoryData<string> Cmdlets
    {
        get
        {
            using var session = new Session();
            return [.. session.Run("Get-Command -Module MewsThreads").AssertNoErrors().Output.Select(command => (string)command.Properties["Name"].Value)];
        }
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void Each_cmdlet_says_what_it_does_what_it_takes_and_what_it_returns(string cmdlet)
    {
        // Without a help file, the engine makes help of the syntax alone; a synopsis is then the name with its parameters.
        var synopsis = Texts($"(Get-Help {cmdlet}).Synopsis");
        Assert.EndsWith(".", Assert.Single(synopsis), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', synopsis[0].Trim());
        AssertProse(Texts($"(Get-Help {cmdlet}).Description | ForEach-Object Text"));
        AssertProse(Texts($"(Get-Help {cmdlet}).inputTypes.inputType | ForEach-Object {{ $_.description.Text }}"));
        AssertProse(Texts($"(Get-Help {cmdlet}).returnValues.returnValue | ForEach-Object {{ $_.description.Text }}"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void Each_parameter_is_described_as_it_is(string cmdlet)
    {
        var command = (CommandInfo)_session.Run($"Get-Command {cmdlet}").AssertNoErrors().Output.Single().BaseObject;
        var parameters = command.Parameters.Values
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .Where(parameter => !parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ToList();

        // Help lists what there is, and nothing that has gone.
        _session.Run($"$help = (Get-Help {cmdlet}).parameters.parameter").AssertNoErrors();
        Assert.Equal(parameters.Select(parameter => parameter.Name), Texts("$help | Where-Object { $_ } | ForEach-Object name"));
        for (var at = 0; at < parameters.Count; at++)
        {
            AssertProse(Texts($"@($help)[{at}].description | ForEach-Object Text"));
            var attributes = parameters[at].Attributes.OfType<ParameterAttribute>().ToList();
            Assert.Equal([$"{attributes.Exists(attribute => attribute.Mandatory)}"], Texts($"@($help)[{at}].required"), StringComparer.OrdinalIgnoreCase);
            Assert.Equal(
                attributes.Exists(attribute => attribute.ValueFromPipeline), Texts($"@($help)[{at}].pipelineInput")[0].Contains("ByValue", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void The_syntax_has_each_parameter_set(string cmdlet)
    {
        var sets = Texts($"(Get-Command {cmdlet}).ParameterSets | ForEach-Object {{ (($_.Parameters | Where-Object {{ -not $_.Attributes.Where({{ $_.DontShow }}) }}).Name | Where-Object {{ $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters }}) -join ' ' }}");
        var syntax = Texts($"(Get-Help {cmdlet}).syntax.syntaxItem | ForEach-Object {{ ($_.parameter | ForEach-Object name) -join ' ' }}");

        Assert.Equal(sets.Select(Sorted).Order(), syntax.Select(Sorted).Order());

        static string Sorted(string names) => string.Join(' ', names.Split(' ').Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets), DisableDiscoveryEnumeration = true)]
    public void Related_links_lead_somewhere(string cmdlet)
    {
        var links = _session.Run($"(Get-Help {cmdlet}).relatedLinks.navigationLink").AssertNoErrors().Output;

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var (text, address) = (Text(link, "linkText"), Text(link, "uri"));
            if (address.Length > 0)
            {
                Assert.StartsWith("https://", address, StringComparison.Ordinal);
            }
            else
            {
                Assert.NotEqual(cmdlet, text);
                Assert.Equal(text, Assert.Single(Texts($"(Get-Help {text}).Name")));
            }
        }

        static string Text(PSObject link, string name) => link.Properties[name].Value?.ToString() ?? "";
    }

    [Theory]
    [InlineData("about_MewsThreads")]
    [InlineData("about_MewsThreads_Paging")]
    [InlineData("about_MewsThreads_Runbooks")]
    [InlineData("about_MewsThreads_Errors")]
    public void Each_topic_is_found_and_leads_only_to_what_there_is(string topic)
    {
        var text = Texts($"Get-Help {topic}").Single();

        Assert.Contains(topic, text, StringComparison.Ordinal);
        // Windows PowerShell reads topics in the code page of the system.
        Assert.All(text, character => Assert.True(char.IsAscii(character)));
        Assert.EndsWith(".", Texts($"(Get-Help {topic}*).Synopsis").First(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\{[a-z]+\}", text);
        Assert.All(Name().Matches(text).Select(match => match.Value).Distinct(), name => Assert.Contains(name, Texts($"(Get-Help {name}).Name")));
    }

    [Fact]
    public void The_first_topic_names_each_cmdlet()
    {
        var text = Texts("Get-Help about_MewsThreads").Single();

        Assert.All(Texts("(Get-Command -Module MewsThreads).Name"), cmdlet => Assert.Matches($@"(?m)^    {cmdlet}\r?$", text));
    }

    [Fact]
    public void Each_error_id_has_its_cause_and_its_remedy()
    {
        var type = Assembly.LoadFrom(Path.Combine(Session.ModulePath, "bin", "MewsThreads.PowerShell.dll")).GetType("MewsThreads.Commands.ErrorKind")!;
        var kinds = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)!).ToList();
        var text = string.Join(' ', Texts("Get-Help about_MewsThreads_Errors").Single().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Assert.NotEmpty(kinds);
        Assert.Equal(kinds.Count, kinds.Select(kind => Said(kind, "Id")).Distinct().Count());
        Assert.All(kinds, kind => AssertProse([Said(kind, "Cause"), Said(kind, "Remedy")]));
        Assert.All(kinds, kind => Assert.Contains($" {Said(kind, "Id")} Cause: {Said(kind, "Cause")} Remedy: {Said(kind, "Remedy")} ", text, StringComparison.Ordinal));

        string Said(object kind, string property) => (string)type.GetProperty(property)!.GetValue(kind)!;
    }

    private List<string> Texts(string script) =>
        [.. _session.Run(script).AssertNoErrors().Output.Select(value => value?.ToString() ?? "")];

    // Cmdlets and topics of this module.
    [GeneratedRegex(@"\b[A-Z][a-z]+-Mews[A-Za-z]*\b|\babout_MewsThreads\w*")]
    private static partial Regex Name();

    private static void AssertProse(List<string> paragraphs)
    {
        Assert.NotEmpty(paragraphs);
        Assert.All(paragraphs, paragraph => Assert.True(paragraph.Trim().Length > 10, $"'{paragraph}' says too little."));
    }
}
