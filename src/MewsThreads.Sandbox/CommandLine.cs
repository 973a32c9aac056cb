namespace MewsThreads.Sandbox;

/// <summary>What the sandbox was asked to do.</summary>
internal enum SandboxMode
{
    Tour,
    Command,
    File,
    Interactive,
    Help,
}

/// <summary>The command line, read the way <c>pwsh</c> reads its own: single dashes, any case, and everything after
/// <c>-Command</c> or <c>-File</c> belongs to the script. That last rule is why no option library does the reading.</summary>
internal sealed record CommandLine(SandboxMode Mode, string Text, IReadOnlyList<string> Arguments)
{
    /// <summary>What <c>-Help</c> prints.</summary>
    public const string Usage = """
        MewsThreads sandbox: a local Mews Connector API, a PowerShell engine and the MewsThreads module in one process.

        Usage: dotnet run --project src/MewsThreads.Sandbox [-- OPTION]

          (no option)                      a short tour of the cmdlets
          -Command, -c <script>            run a script and end with its exit code
          -File, -f <script.ps1> [args]    run a script file with arguments
          -Interactive, -i                 a prompt; 'exit' or Ctrl+D ends it
          -Help, -h                        this text

        A script finds the module imported and connected, and $clientToken, $accessToken and $platformAddress set.
        The engine is PowerShell's core: Where-Object, ForEach-Object and formatting are there,
        the Utility and Management modules (Select-Object, Export-Csv, Get-Date) are not.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">They make no sense together.</exception>
    public static CommandLine Parse(string[] args)
    {
        if (args.Length == 0)
        {
            return new(SandboxMode.Tour, "", []);
        }

        var rest = args[1..];
        return args[0].ToUpperInvariant() switch
        {
            "-COMMAND" or "-C" when rest.Length > 0 => new(SandboxMode.Command, string.Join(' ', rest), []),
            "-COMMAND" or "-C" => throw new UsageException("-Command needs a script."),
            "-FILE" or "-F" when rest.Length > 0 => new(SandboxMode.File, rest[0], rest[1..]),
            "-FILE" or "-F" => throw new UsageException("-File needs the path of a script."),
            "-INTERACTIVE" or "-I" when rest.Length == 0 => new(SandboxMode.Interactive, "", []),
            "-INTERACTIVE" or "-I" => throw new UsageException("-Interactive takes no arguments."),
            "-HELP" or "-H" or "-?" or "--HELP" => new(SandboxMode.Help, "", []),
            _ => throw new UsageException($"'{args[0]}' is not an option of the sandbox; see -Help."),
        };
    }
}
