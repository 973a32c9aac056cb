using System.Management.Automation;
using System.Runtime.InteropServices;

namespace MewsThreads.Sandbox.Host;

/// <summary>What the console can show.</summary>
internal static class Terminal
{
    /// <summary>Whether the console understands escape sequences at all.</summary>
    public static bool MovesCursor { get; } = !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || EnableEscapeSequences());

    /// <summary>Whether output may carry colour: <c>NO_COLOR</c> and redirected output mean plain text.</summary>
    public static bool ShowsColour { get; } = MovesCursor && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether somebody watches who wants to see progress.</summary>
    public static bool ShowsProgress { get; } = MovesCursor && !Console.IsErrorRedirected;

    /// <summary>Whether lines come from a keyboard.</summary>
    public static bool HasKeyboard { get; } = !Console.IsInputRedirected;

    /// <summary>The width to format for; 120 columns where there is no console to ask.</summary>
    public static int Width => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? width : 120;

    /// <summary>The height of the window.</summary>
    public static int Height => !Console.IsOutputRedirected && Console.WindowHeight is > 0 and var height ? height : 50;

    /// <summary>Tells the engine's formatting what the console can show.</summary>
    public static void ConfigureEngine()
    {
        if (!ShowsColour)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <summary>Puts text in a style, where colour is shown.</summary>
    public static string Styled(string style, string text) => ShowsColour ? style + text + PSStyle.Instance.Reset : text;

    // The Windows console interprets escape sequences only once a program of it asks for that.
    private static bool EnableEscapeSequences()
    {
        const int StandardOutput = -11;
        const uint VirtualTerminalProcessing = 4;
        var console = GetStdHandle(StandardOutput);
        return GetConsoleMode(console, out var mode) && SetConsoleMode(console, mode | VirtualTerminalProcessing);
    }

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int handle);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint console, out uint mode);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint console, uint mode);
}
