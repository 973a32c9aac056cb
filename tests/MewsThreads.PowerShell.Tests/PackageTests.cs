using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace MewsThreads.PowerShell.Tests;

/// <summary>The package that a gallery or a folder repository takes, made of what is built. tests/Pester installs it.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Assemblies =
    [
        "MewsThreads.Client", "MewsThreads.PowerShell", "Microsoft.Bcl.AsyncInterfaces", "System.Buffers", "System.Memory", "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe", "System.Text.Encodings.Web", "System.Text.Json", "System.Threading.Tasks.Extensions",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("MewsThreads").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_holds_what_ships_and_nothing_else_and_says_of_itself_what_the_manifest_says()
    {
        await PackAsync();
        using var session = new Session();
        session.Set("path", Path.Combine(Session.ModulePath, "MewsThreads.psd1"));
        var manifest = session.Run("Test-ModuleManifest $path").AssertNoErrors().Output.Single();
        var version = $"{manifest.Properties["Version"].Value}";

        await using var package = await ZipFile.OpenReadAsync(Path.Combine(_folder, $"MewsThreads.{version}.nupkg"), TestContext.Current.CancellationToken);
        var module = Path.Combine(Session.Root, "module");
        string[] wrapping = ["[Content_Types].xml", "_rels/.rels", "MewsThreads.nuspec"];
        Assert.Equal(
            Assemblies.Select(name => $"bin/{name}.dll")
                .Concat(Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(module, file).Replace('\\', '/')))
                .Concat(Directory.EnumerateFiles(Path.Combine(Session.Root, "src", "MewsThreads.Help", "Topics")).Select(file => $"en-US/{Path.GetFileName(file)}"))
                .Concat(["MewsThreads.psd1", "LICENSE", "en-US/MewsThreads.PowerShell.dll-Help.xml"])
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

    // The build that these tests are part of has made all that is packed.
    private async Task PackAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "pack", Path.Combine(Session.Root, "src", "MewsThreads.PowerShell"), "--no-build", "--output", _folder },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }
}
