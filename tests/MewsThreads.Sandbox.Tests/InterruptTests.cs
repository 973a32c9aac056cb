using System.Globalization;
using System.Runtime.InteropServices;

namespace MewsThreads.Sandbox.Tests;

public class InterruptTests
{
    private const int Interrupt = 2;

    [Fact]
    public async Task An_interrupt_stops_a_running_command()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals are a matter of Unix.");
        Assert.SkipWhen(IgnoresInterrupts(), "This process was started with SIGINT ignored, and children inherit that.");

        using var sandbox = SandboxProcess.Start("-Command", "'running'; while ($true) { }; 'never'");
        await sandbox.WaitForAsync("running" + Environment.NewLine);
        Assert.Equal(0, Kill(sandbox.Id, Interrupt));
        var result = await sandbox.EndAsync();

        Assert.Equal((130, "", ""), (result.ExitCode, result.Output, result.Errors));
    }

    // As nohup and background jobs of a shell do it.
    private static bool IgnoresInterrupts()
    {
        const string Field = "SigIgn:";
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return (ulong.Parse(mask[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1 << (Interrupt - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
