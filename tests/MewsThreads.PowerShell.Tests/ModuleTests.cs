using System.Management.Automation.Language;
using System.Reflection;

namespace MewsThreads.Commands.Tests;

public class ModuleTests
{
    [Fact]
    public void The_manifest_exports_each_cmdlet_that_there_is_and_nothing_else()
    {
        using var session = new Session();

        var commands = session.Run("Get-Command -Module MewsThreads").AssertNoErrors().Output;

        Assert.Equal(
            [
                "Add-MewsMessage", "Connect-Mews", "ConvertTo-MewsTranscript", "Disconnect-Mews", "Get-MewsConnection", "Get-MewsConversation",
                "Get-MewsMessage", "Get-MewsMessageThread", "Invoke-MewsOperation", "New-MewsMessageThread", "Sync-MewsMessageThread",
            ],
            commands.Select(command => (string)command.Properties["Name"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(commands.Count, Cmdlets().Count());
    }

    [Fact]
    public void The_assemblies_carry_the_version_of_the_manifest()
    {
        var version = Version.Parse((string)Manifest()["ModuleVersion"]!);

        foreach (var name in new[] { "MewsThreads.Client", "MewsThreads.PowerShell" })
        {
            var assembly = AssemblyName.GetAssemblyName(Path.Combine(Session.ModulePath, "bin", name + ".dll"));
            Assert.Equal(version, new Version(assembly.Version!.ToString(3)));
        }
    }

    [Fact]
    public void The_manifest_says_where_the_module_runs_and_what_it_is()
    {
        var manifest = Manifest();

        Assert.Equal("5.1", manifest["PowerShellVersion"]);
        Assert.Equal("4.7.2", manifest["DotNetFrameworkVersion"]);
        Assert.Equal(["Desktop", "Core"], (object[])manifest["CompatiblePSEditions"]!);
        var data = (System.Collections.Hashtable)((System.Collections.Hashtable)manifest["PrivateData"]!)["PSData"]!;
        Assert.All(new[] { "ProjectUri", "LicenseUri" }, uri => Assert.True(Uri.IsWellFormedUriString((string)data[uri]!, UriKind.Absolute)));
        Assert.NotEmpty((object[])data["Tags"]!);
    }

    [Fact]
    public void On_this_edition_the_module_loads_no_assembly_but_its_own_two()
    {
        using var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Run("Connect-Mews -ClientToken $token -AccessToken $token -SkipVerification").AssertNoErrors();

        var loaded = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.StartsWith(Session.ModulePath, StringComparison.Ordinal))
            .Select(assembly => assembly.GetName().Name!);

        Assert.Equal(["MewsThreads.Client", "MewsThreads.PowerShell"], loaded.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Removing_and_importing_the_module_again_works()
    {
        using var session = new Session();

        session.Set("path", Session.ModulePath);
        session.Run("Remove-Module MewsThreads; Import-Module $path; Get-MewsConnection").AssertNoErrors();
    }

    private static IEnumerable<Type> Cmdlets() =>
        Assembly.LoadFrom(Path.Combine(Session.ModulePath, "bin", "MewsThreads.PowerShell.dll"))
            .GetExportedTypes()
            .Where(type => type.GetCustomAttribute<System.Management.Automation.CmdletAttribute>() is not null);

    private static System.Collections.Hashtable Manifest()
    {
        var ast = Parser.ParseFile(Path.Combine(Session.ModulePath, "MewsThreads.psd1"), out _, out var errors);
        Assert.Empty(errors);
        return (System.Collections.Hashtable)ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
