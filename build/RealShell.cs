using System.Diagnostics;
using System.Reflection;

namespace MewsThreads;

/// <summary>The PowerShell that this project was built with, as users have it: a process of its own.</summary>
internal static class RealShell
{
    /// <summary>The path of Pester's manifest.</summary>
    public static string PesterPath { get; } = Find("PesterPath");

    private static string PowerShellPath { get; } = Find("PowerShellPath");

    /// <summary>How to start it. The engine runs in this process, so that one that is killed is really gone.</summary>
    /// <param name="arguments">The arguments of <c>pwsh</c>.</param>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments) => new(Host, ["exec", PowerShellPath, .. arguments])
    {
        Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
    };

    // The dotnet that runs this program; one on the PATH could be another, or missing.
    private static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : FindHost());

    private static string FindHost()
    {
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.x/System.Private.CoreLib.dll
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
    }

    private static string Find(string key)
    {
        var path = typeof(RealShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no {path}. Build the project again to restore it.", path);
    }
}
