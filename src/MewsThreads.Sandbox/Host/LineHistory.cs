namespace MewsThreads.Sandbox.Host;

/// <summary>The lines typed so far, and where in them the arrow keys are.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _position;
    private string _unfinished = "";

    /// <summary>Adds a line and starts again from the newest.</summary>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _position = _lines.Count;
        _unfinished = "";
    }

    /// <summary>The line before; keeps what was being typed for the way back.</summary>
    public string? Older(string current)
    {
        if (_position == 0)
        {
            return null;
        }

        if (_position == _lines.Count)
        {
            _unfinished = current;
        }

        return _lines[--_position];
    }

    /// <summary>The line after; at last what was being typed.</summary>
    public string? Newer()
    {
        if (_position == _lines.Count)
        {
            return null;
        }

        return ++_position == _lines.Count ? _unfinished : _lines[_position];
    }
}
