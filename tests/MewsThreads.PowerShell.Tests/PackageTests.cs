using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

namespace MewsThreads.Commands.Tests;

/// <summary>The package that a gallery or a folder repository takes. tests/Pester installs it.</summary>
public class PackageTests
{
    private static readonly string[] Assemblies =
    [
        "MewsThreads.Client", "MewsThreads.PowerShell", "Microsoft.Bcl.AsyncInterfaces", "System.Buffers", "System.Memory", "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe", "System.Text.Encodings.Web", "System.Text.Json", "System.Threading.Tasks.Extensions",
    ];

    [Fact]
    public async Task It_holds_what_ships_and_nothing_else_and_says_of_itself_what_the_manifest_says()
    {
        using var session = new Session();
        session.Set("path", Path.Combine(Session.ModulePath, "MewsThreads.psd1"));
        var manifest = session.Run("Test-ModuleManifest $path").AssertNoErrors().Output.Single();
        var version = $"{manifest.Properties["Version"].Value}";

        await using var package = await OpenAsync("MewsThreads");
        var module = Path.Combine(Session.Root, "module");
        string[] wrapping = ["[Content_Types].xml", "_rels/.rels", "MewsThreads.nuspec"];
        Assert.Equal(
            Assemblies.Select(name => $"bin/{name}.dll")
                .Concat(Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(module, file).Replace('\\', '/')))
                .Concat(["MewsThreads.psd1", "LICENSE", "bom.json", "en-US/MewsThreads.PowerShell.dll-Help.xml"])
                .Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName)
                .Where(name => !wrapping.Contains(name) && !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

        await using var nuspec = await package.GetEntry("MewsThreads.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        var metadata = (await XDocument.LoadAsync(nuspec, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single();
        Assert.Equal("MewsThreads", Said("id"));
        Assert.Equal(version, Said("version"));
        Assert.Equal(manifest.Properties["Description"].Value, Said("description"));
        Assert.Equal(manifest.Properties["Author"].Value, Said("authors"));
        Assert.Equal($"{manifest.Properties["ProjectUri"].Value}", Said("projectUrl"));
        Assert.Equal(["PSModule", .. (IEnumerable<string>)manifest.Properties["Tags"].Value], Said("tags").Split(' '));

        // All that the manifest names is there.
        Assert.Equal(Path.Combine(Session.ModulePath, "bin", "MewsThreads.PowerShell.dll"), Path.GetFullPath((string)manifest.Properties["RootModule"].Value, Session.ModulePath));
        Assert.All((IEnumerable<string>)manifest.Properties["ExportedFormatFiles"].Value, file => Assert.True(File.Exists(file)));

        string Said(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    [Fact]
    public async Task Its_bill_of_materials_names_each_assembly_of_others_in_the_version_that_ships()
    {
        await using var package = await OpenAsync("MewsThreads");
        using var bill = await BillAsync(package);

        var shipped = Assemblies.Where(name => !name.StartsWith("MewsThreads.", StringComparison.Ordinal)).ToList();
        var listed = bill.RootElement.GetProperty("components").EnumerateArray()
            .ToDictionary(component => component.GetProperty("name").GetString()!, component => component.GetProperty("version").GetString()!);
        Assert.Equal(shipped, listed.Keys.Order(StringComparer.Ordinal));
        // …/packages/pester/5.7.1/tools/Pester.psd1
        var packages = Path.GetFullPath(Path.Combine(RealShell.PesterPath, "..", "..", "..", ".."));
        foreach (var name in shipped)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(Session.ModulePath, "bin", $"{name}.dll"), TestContext.Current.CancellationToken);
            var origin = Path.Combine(packages, name.ToLowerInvariant(), listed[name]);
            Assert.Contains(Directory.EnumerateFiles(origin, $"{name}.dll", SearchOption.AllDirectories), file => File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes));
        }
    }

    [Theory]
    [InlineData("MewsThreads")]
    [InlineData("MewsThreads.Emulator")]
    public async Task Each_package_has_a_bill_of_materials_and_a_licence(string id)
    {
        await using var package = await OpenAsync(id);
        using var bill = await BillAsync(package);
        await using var nuspec = await package.GetEntry($"{id}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        var metadata = (await XDocument.LoadAsync(nuspec, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single();

        var component = bill.RootElement.GetProperty("metadata").GetProperty("component");
        Assert.Equal((id, Said("version")), (component.GetProperty("name").GetString(), component.GetProperty("version").GetString()));
        Assert.Equal("MIT", Said("license"));

        string Said(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    private static async Task<JsonDocument> BillAsync(ZipArchive package)
    {
        await using var stream = await package.GetEntry("bom.json")!.OpenAsync(TestContext.Current.CancellationToken);
        return await JsonDocument.ParseAsync(stream, default, TestContext.Current.CancellationToken);
    }

    private static async Task<ZipArchive> OpenAsync(string id)
    {
        var path = Directory.EnumerateFiles(await Packages.FolderAsync(), $"{id}.?.*.nupkg").Single();
        return await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
    }
}
