using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MewsThreads.Sandbox.Host;

/// <summary>Streams and questions of the engine, on the console: output and messages to standard output, errors to standard error.</summary>
internal sealed class SandboxUserInterface(ConsoleOutput output, ConsoleInput input) : PSHostUserInterface
{
    private readonly Questions _questions = new(output, input);

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new SandboxRawUserInterface(output);

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => Terminal.ShowsColour;

    /// <inheritdoc/>
    public override void Write(string value) => output.Write(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        output.Write(Coloured(foregroundColor, backgroundColor, value));

    /// <inheritdoc/>
    public override void WriteLine(string value) => output.WriteLine(value);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        output.WriteLine(Coloured(foregroundColor, backgroundColor, value));

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => output.WriteErrorLine(value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING", message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE", message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG", message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => output.ShowProgress(sourceId, record);

    /// <inheritdoc/>
    public override string ReadLine() => input.ReadLine("");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => input.ReadSecret("");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject?> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _questions.AskFields(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _questions.AskChoice(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        _questions.AskCredential(caption, message, userName);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        _questions.AskCredential(caption, message, userName);

    private static string Coloured(ConsoleColor foreground, ConsoleColor background, string value)
    {
        // A terminal that does not tell its colours has neither; then the engine passes on a value outside the enum.
        var style = Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "";
        style += Enum.IsDefined(background) ? PSStyle.MapBackgroundColorToEscapeSequence(background) : "";
        return style.Length == 0 ? value : Terminal.Styled(style, value);
    }

    private void WriteMessage(string style, string label, string message) =>
        output.WriteLine(Terminal.Styled(style, $"{label}: {message}"));
}
