using System.Management.Automation;

namespace MewsThreads.Sandbox.Host;

/// <summary>Progress as one line on standard error that is drawn over itself and leaves nothing behind.</summary>
internal sealed class ProgressLine
{
    // Drawing each record of a fast command would cost more than the command.
    private const long RedrawMilliseconds = 100;

    private readonly List<(long Source, ProgressRecord Record)> _running = [];
    private long _drawnAt = long.MinValue;
    private bool _visible;

    /// <summary>Takes a record in and draws the outermost activity.</summary>
    public void Update(long source, ProgressRecord record)
    {
        if (!Terminal.ShowsProgress)
        {
            return;
        }

        var known = _running.FindIndex(entry => entry.Source == source && entry.Record.ActivityId == record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (known >= 0)
            {
                _running.RemoveAt(known);
            }
        }
        else if (known >= 0)
        {
            _running[known] = (source, record);
        }
        else
        {
            _running.Add((source, record));
        }

        if (_running.Count == 0)
        {
            Reset();
        }
        else if (Environment.TickCount64 >= _drawnAt + RedrawMilliseconds || _drawnAt == long.MinValue)
        {
            Draw(_running[0].Record);
        }
    }

    /// <summary>Makes way for other text; the next record draws the line again.</summary>
    public void Hide()
    {
        if (_visible)
        {
            Console.Error.Write("\r\e[K");
            _visible = false;
        }
    }

    /// <summary>Forgets all activities.</summary>
    public void Reset()
    {
        Hide();
        _running.Clear();
        _drawnAt = long.MinValue;
    }

    private static string Describe(ProgressRecord record)
    {
        var percent = record.PercentComplete is >= 0 and <= 100 ? $" {record.PercentComplete}%" : "";
        var left = record.SecondsRemaining >= 0 ? $" ({TimeSpan.FromSeconds(record.SecondsRemaining):g} left)" : "";
        return $"{record.Activity}: {record.StatusDescription}{percent}{left} {record.CurrentOperation}"
            .ReplaceLineEndings(" ")
            .TrimEnd();
    }

    private void Draw(ProgressRecord record)
    {
        var text = Describe(record);
        while (CellWidth.Of(text) >= Terminal.Width)
        {
            text = text[..^1];
        }

        Console.Error.Write("\r" + Terminal.Styled(PSStyle.Instance.Progress.Style, text) + "\e[K");
        _visible = true;
        _drawnAt = Environment.TickCount64;
    }
}
