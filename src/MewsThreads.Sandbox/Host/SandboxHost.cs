using System.Globalization;
using System.Management.Automation.Host;

namespace MewsThreads.Sandbox.Host;

/// <summary>The engine's view of the program that it runs in.</summary>
internal sealed class SandboxHost(SandboxUserInterface ui) : PSHost
{
    /// <summary>What <c>exit</c> asked for; null while nothing did.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Runs a prompt inside a running command: the answer "Suspend" to a confirmation.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>Whether <c>exit</c> was said at a nested prompt.</summary>
    public bool NestedExitRequested { get; set; }

    /// <inheritdoc/>
    public override string Name => "MewsThreads.Sandbox";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(SandboxHost).Assembly.GetName().Version ?? new(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => NestedPrompt?.Invoke();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => NestedExitRequested = true;

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
