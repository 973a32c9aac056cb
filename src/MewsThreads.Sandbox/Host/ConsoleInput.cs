using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MewsThreads.Sandbox.Host;

/// <summary>Lines from the keyboard or from redirected input.</summary>
internal sealed class ConsoleInput(ConsoleOutput output, Interrupts interrupts)
{
    private readonly LineHistory _history = new();

    /// <summary>Reads a line at the prompt: with history and completion.</summary>
    public TypedLine ReadCommand(string prompt, Func<string, int, CommandCompletion> complete)
    {
        var line = Terminal.HasKeyboard && Terminal.MovesCursor
            ? new LineEditor(output, prompt, hidden: false) { Complete = complete, History = _history }.Read()
            : ReadPlain(prompt);
        if (line.Text is not null)
        {
            _history.Add(line.Text);
        }

        return line;
    }

    /// <summary>Reads an answer for a running command.</summary>
    public string ReadLine(string prompt) => Answer(
        Terminal.HasKeyboard && Terminal.MovesCursor ? new LineEditor(output, prompt, hidden: false).Read() : ReadPlain(prompt));

    /// <summary>Reads an answer that the screen must not show.</summary>
    public SecureString ReadSecret(string prompt)
    {
        var text = Answer(Terminal.HasKeyboard ? new LineEditor(output, prompt, hidden: true).Read() : ReadPlain(prompt));
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    private TypedLine ReadPlain(string prompt)
    {
        output.Write(prompt);
        return new(Console.In.ReadLine());
    }

    private string Answer(TypedLine line)
    {
        if (line.Interrupted)
        {
            interrupts.StopRunning();
            throw new PipelineStoppedException();
        }

        // No default can be taken for consent: a confirmation that nobody answers ends the command.
        return line.Text ?? throw new HostException("The command asks for input, and standard input has ended.");
    }
}
