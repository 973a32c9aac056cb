using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MewsThreads.Tests;

/// <summary>What .NET cannot do with files on Linux and macOS.</summary>
internal static class Unix
{
    private const int OwnerOnly = 0x180;

    /// <summary>Gives a file a second name.</summary>
    public static void Link(string file, string name) => Assert.Equal(0, link(file, name));

    /// <summary>Makes a named pipe, which to open is to wait for its other end.</summary>
    public static void MakePipe(string path) => Assert.Equal(0, mkfifo(path, OwnerOnly));

    public static void ChangeMode(string path, int mode) => Assert.Equal(0, chmod(path, mode));

    public static void ChangeOwner(string path, int owner, int group) => Assert.Equal(0, chown(path, owner, group));

    /// <summary>As in <c>1000:1000 644</c>.</summary>
    public static async Task<string> OwnerAndModeAsync(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", OperatingSystem.IsMacOS() ? ["-f", "%u:%g %Lp", path] : ["-c", "%u:%g %a", path])
        {
            RedirectStandardOutput = true,
        })!;
        return (await stat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
    }

    [DllImport("libc", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chmod([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int owner, int group);
}
