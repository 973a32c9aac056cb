using System.Management.Automation.Host;

namespace MewsThreads.Sandbox.Host;

/// <summary>Sizes, colours and keys of the console. Reading and painting its buffer is nothing that a terminal offers.</summary>
internal sealed class SandboxRawUserInterface(ConsoleOutput output) : PSHostRawUserInterface
{
    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set => Console.ForegroundColor = value;
    }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => Console.BackgroundColor = value;
    }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(Terminal.Width, Terminal.Height);
        set => throw new HostException("The size of the terminal is its own.");
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw new HostException("The size of the terminal is its own.");
    }

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => Terminal.MovesCursor && Terminal.HasKeyboard ? new(Console.CursorLeft, Console.CursorTop) : default;
        set
        {
            if (Terminal.MovesCursor)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? Console.Title : "";
        set
        {
            if (Terminal.MovesCursor)
            {
                Console.Title = value;
            }
        }
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => Terminal.HasKeyboard && Console.KeyAvailable;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!Terminal.HasKeyboard)
        {
            throw new HostException("There is no keyboard to read a key from: standard input is redirected.");
        }

        var key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        var state = (key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0)
            | (key.Modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0)
            | (key.Modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0);
        return new((int)key.Key, key.KeyChar, state, keyDown: true);
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source[offset..]);

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of(source.ToString());

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new HostException("A terminal cannot be read back.");

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new HostException("A terminal cannot be scrolled in parts.");

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw new HostException("A terminal cannot be painted.");

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host asks on Windows for the whole buffer to be filled with blanks.
        if (Terminal.MovesCursor && fill.Character == ' ')
        {
            output.WriteControl("\e[H\e[2J");
        }
    }
}
