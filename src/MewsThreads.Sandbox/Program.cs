using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using MewsThreads.Emulator;

namespace MewsThreads.Sandbox;

/// <summary>One command to try the module: starts the emulator, and on the same console a PowerShell that is connected to it.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // To a reader only, since a program may read the output of a command.
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync("Starting the emulator and PowerShell...");
        }

        await using var emulator = await EmulatorHost.StartAsync();

        // The terminal sends Ctrl+C to both processes; it is the shell that decides what to stop.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var shell = Process.Start(Shell(emulator, args))!;
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            shell.Kill();
        });
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }

    // Whatever was given is for pwsh to read; Sandbox.pssc makes any of its sessions a connected one.
    private static ProcessStartInfo Shell(EmulatorHost emulator, string[] args)
    {
        var folder = AppContext.BaseDirectory;
        string[] session = ["-NoLogo", "-NoProfile", "-ConfigurationFile", Path.Combine(folder, "Sandbox.pssc")];
        string[] request = args.Length == 0 ? ["-File", Path.Combine(folder, "Tour.ps1")] : args;
        var start = RealShell.StartInfo([.. session, .. request]);
        start.Environment["MEWS_PLATFORM_ADDRESS"] = emulator.Address.AbsoluteUri;
        start.Environment["MEWS_CLIENT_TOKEN"] = DemoTokens.ClientToken;
        start.Environment["MEWS_ACCESS_TOKEN"] = DemoTokens.AccessToken;
        start.Environment["PSModulePath"] = string.Join(
            Path.PathSeparator, Path.Combine(folder, "Modules"), FolderOfModules(), Environment.GetEnvironmentVariable("PSModulePath"));

        // On Windows, a script that somebody names here is meant to run.
        start.Environment["PSExecutionPolicyPreference"] = "Bypass";
        return start;
    }

    private static string FolderOfModules() => Path.GetFullPath("..", typeof(Program).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ModuleOutput").Value!);
}
