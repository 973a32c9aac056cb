namespace MewsThreads.Paging;

/// <summary>
/// How much one request of a list asks for: less where Mews found a request too heavy, and more again after pages that it returned.
/// </summary>
internal sealed class RequestWeight
{
    // Asking for fewer items than this at a time makes no request lighter; a shorter window does.
    private const int Lightest = 10;

    private readonly int _most;

    // How many pages it takes to ask for more: twice as many each time that more turned out to be too much, so that few requests are refused.
    private int _patience = 1;
    private int _pages;
    private bool _hasGrown;

    // How many items were asked for before the refusals since the last page; null if there were none.
    private int? _before;
    private bool _wasWindowTooLong;

    // Windows as long as this one were refused, however few items were asked for.
    private TimeSpan? _tooLong;

    /// <param name="most">The most items to ask for.</param>
    public RequestWeight(int most)
    {
        _most = most;
        Items = most;
    }

    /// <summary>The most items to ask for now.</summary>
    public int Items { get; private set; }

    /// <summary>Whether a request for so many items can be made lighter by asking for fewer.</summary>
    public static bool CanBeFewer(int count) => count > Lightest;

    /// <summary>Whether a window is known to be too long, so that to ask for fewer items of it would not help.</summary>
    public bool IsTooLong(Window window) => window.Length >= _tooLong;

    /// <summary>So many items were too much. They may be more than are asked for by now, where they were asked for ahead.</summary>
    public void AskForFewer(int refused)
    {
        _before ??= Items;
        Items = Math.Min(Items, Math.Max(Lightest, refused / 2));
    }

    /// <summary>A window was refused, and is asked for in shorter ones.</summary>
    public void Shorten(Window window)
    {
        _tooLong = IsTooLong(window) ? _tooLong : window.Length;
        _wasWindowTooLong = true;
    }

    /// <summary>A page was returned.</summary>
    /// <param name="count">How many items it was asked for.</param>
    /// <param name="window">The window that it lies in.</param>
    public void Accept(int count, Window window)
    {
        if (IsTooLong(window))
        {
            _tooLong = null;
        }

        if (_before is { } before)
        {
            Settle(before);
        }
        else if (Items < _most && count >= Items && ++_pages >= _patience)
        {
            Items = Math.Min(_most, Items * 2);
            _pages = 0;
            _hasGrown = true;
        }

        _wasWindowTooLong = false;
    }

    /// <summary>After refusals, a page was returned.</summary>
    private void Settle(int before)
    {
        if (_wasWindowTooLong)
        {
            // So it was not for the number of items.
            Items = before;
        }
        else if (_hasGrown)
        {
            _patience *= 2;
            _hasGrown = false;
        }

        _before = null;
        _pages = 0;
    }
}
