using System.Reflection;

namespace MewsThreads.Commands.Tests;

/// <summary>The packages of the module and of the emulator, made once, of what the build that these tests are part of has made.</summary>
internal static class Packages
{
    private static readonly Lazy<Task<string>> Packed = new(PackAsync);

    /// <summary>The folder that they are in.</summary>
    public static Task<string> FolderAsync() => Packed.Value;

    private static async Task<string> PackAsync()
    {
        var folder = EmptyFolder("packages");
        var configuration = typeof(Packages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var project in new[] { "MewsThreads.PowerShell", "MewsThreads.Emulator" })
        {
            var (exitCode, output) = await Commands.DotNetAsync(
                "pack", Path.Combine(Session.Root, "src", project), "--no-build", "--configuration", configuration, "--output", folder);
            Assert.True(exitCode == 0, output);
        }

        return folder;
    }

    /// <summary>An empty folder next to the test assembly, which stays there to be looked at.</summary>
    public static string EmptyFolder(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }
}
