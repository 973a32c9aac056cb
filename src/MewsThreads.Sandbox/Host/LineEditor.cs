using System.Management.Automation;
using System.Text;

namespace MewsThreads.Sandbox.Host;

/// <summary>Reads one line from the keyboard with the usual editing keys.</summary>
/// <remarks>The console's own <c>ReadLine</c> neither gives a fresh prompt on Ctrl+C nor completes names.</remarks>
internal sealed class LineEditor(ConsoleOutput output, string prompt, bool hidden)
{
    private readonly StringBuilder _text = new();
    private readonly int _promptCells = CellWidth.Of(prompt);
    private int _caret;
    private int _cursorRow;
    private CommandCompletion? _completion;

    /// <summary>Finds what could stand at the caret; null where nothing is completed.</summary>
    public Func<string, int, CommandCompletion>? Complete { get; init; }

    /// <summary>The lines that the arrow keys bring back.</summary>
    public LineHistory? History { get; init; }

    /// <summary>Reads the line.</summary>
    public TypedLine Read()
    {
        // As input, not as a signal: here Ctrl+C means the line, not a command.
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                // Pasted text comes as many keys; only the last of them is worth a redraw.
                if (!Console.KeyAvailable)
                {
                    Draw();
                }

                var key = Console.ReadKey(intercept: true);
                if (Finish(key) is { } line)
                {
                    _caret = _text.Length;
                    Draw();
                    output.WriteLine();
                    return line;
                }

                if (key.Key != ConsoleKey.Tab)
                {
                    _completion = null;
                }

                Edit(key);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private TypedLine? Finish(ConsoleKeyInfo key) => (key.Key, key.Modifiers.HasFlag(ConsoleModifiers.Control)) switch
    {
        (ConsoleKey.Enter, _) => new(_text.ToString()),
        (ConsoleKey.C, true) => new(null, Interrupted: true),
        (ConsoleKey.D, true) when _text.Length == 0 => new(null),
        _ when key.KeyChar is '\r' or '\n' => new(_text.ToString()),
        _ => null,
    };

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Key, key.Modifiers.HasFlag(ConsoleModifiers.Control))
        {
            case (ConsoleKey.Backspace, _):
                var before = Before(_caret);
                Delete(before, _caret);
                break;
            case (ConsoleKey.Delete, _) or (ConsoleKey.D, true):
                Delete(_caret, After(_caret));
                break;
            case (ConsoleKey.LeftArrow, _):
                _caret = Before(_caret);
                break;
            case (ConsoleKey.RightArrow, _):
                _caret = After(_caret);
                break;
            case (ConsoleKey.Home, _) or (ConsoleKey.A, true):
                _caret = 0;
                break;
            case (ConsoleKey.End, _) or (ConsoleKey.E, true):
                _caret = _text.Length;
                break;
            case (ConsoleKey.U, true):
                Delete(0, _caret);
                break;
            case (ConsoleKey.K, true):
                Delete(_caret, _text.Length);
                break;
            case (ConsoleKey.Escape, _):
                Delete(0, _text.Length);
                break;
            case (ConsoleKey.L, true):
                output.WriteControl("\e[H\e[2J");
                _cursorRow = 0;
                break;
            case (ConsoleKey.UpArrow, _):
                Replace(History?.Older(_text.ToString()));
                break;
            case (ConsoleKey.DownArrow, _):
                Replace(History?.Newer());
                break;
            case (ConsoleKey.Tab, _):
                CompleteAtCaret(forward: !key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _text.Insert(_caret++, key.KeyChar);
                }

                break;
        }
    }

    private int Before(int position) =>
        position == 0 ? 0 : position - (position > 1 && char.IsLowSurrogate(_text[position - 1]) ? 2 : 1);

    private int After(int position) =>
        position == _text.Length ? position : position + (position + 1 < _text.Length && char.IsHighSurrogate(_text[position]) ? 2 : 1);

    private void Delete(int from, int to)
    {
        _text.Remove(from, to - from);
        _caret = from;
    }

    private void Replace(string? line)
    {
        if (line is not null)
        {
            _text.Clear().Append(line);
            _caret = _text.Length;
        }
    }

    private void CompleteAtCaret(bool forward)
    {
        _completion ??= Complete?.Invoke(_text.ToString(), _caret);
        if (_completion?.GetNextResult(forward) is { } match)
        {
            _text.Remove(_completion.ReplacementIndex, _completion.ReplacementLength)
                .Insert(_completion.ReplacementIndex, match.CompletionText);
            _completion.ReplacementLength = match.CompletionText.Length;
            _caret = _completion.ReplacementIndex + match.CompletionText.Length;
        }
    }

    private void Draw()
    {
        if (!Terminal.MovesCursor)
        {
            return;
        }

        var shown = hidden ? new string('*', _text.Length) : _text.ToString();
        var width = Terminal.Width;
        var end = _promptCells + CellWidth.Of(shown);
        var caret = _promptCells + CellWidth.Of(shown[.._caret]);

        var drawing = new StringBuilder("\r").Append(Move(_cursorRow, 'A')).Append("\e[J").Append(prompt).Append(shown);
        if (end > 0 && end % width == 0)
        {
            // A terminal wraps only with the next character; asking for the new row now keeps the count of rows true.
            drawing.Append("\r\n");
        }

        _cursorRow = caret / width;
        drawing.Append(Move((end / width) - _cursorRow, 'A')).Append('\r').Append(Move(caret % width, 'C'));
        output.WriteControl(drawing.ToString());
    }

    private static string Move(int count, char direction) => count > 0 ? $"\e[{count}{direction}" : "";
}
