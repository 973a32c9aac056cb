namespace MewsThreads.Lists;

/// <summary>
/// Decides how many pages of a list may be requested at the same time. By itself it begins with one, and doubles each time that the consumer has
/// consumed what has arrived and waits. If Mews holds requests back it halves, and then grows by one for every eight pages consumed.
/// </summary>
/// <param name="chosen">How many the user has chosen; null if it is to decide itself.</param>
internal sealed class PagesInFlight(int? chosen)
{
    private const int Most = 8;
    private const int PagesToGrow = 8;

    private int _consumed;
    private int _withdrawn;
    private int _consumedSinceChange;
    private int _refusals;
    private bool _wasHalved;

    /// <summary>How many there may be while the consumer waits.</summary>
    public int Limit { get; private set; } = chosen ?? 1;

    /// <summary>Whether there can be several, now or as soon as the consumer waits for a page.</summary>
    public bool MayBeSeveral => Limit > 1 || (chosen is null && _consumed == 0);

    /// <summary>How many there may be while the consumer waits for the first of them.</summary>
    public int WhileWaiting => chosen ?? (1 + Ahead(Limit));

    /// <summary>How many there may be while the consumer is busy with the page before them.</summary>
    public int WhileConsuming => chosen ?? Math.Max(1, Ahead(Limit));

    /// <summary>How many there may be as soon as the consumer waits again; only one as long as nothing was read.</summary>
    public int Next => _consumed == 0 ? 1 : chosen ?? (1 + Ahead(Grown));

    private int Grown => _wasHalved ? Limit : Math.Min(Most, Limit * 2);

    /// <summary>The last item of a page was consumed, or a page without items has arrived.</summary>
    public void PageConsumed()
    {
        _consumed++;
        _consumedSinceChange++;
    }

    /// <summary>A page that was requested is given up, to be requested again later.</summary>
    public void Withdrawn() => _withdrawn++;

    /// <summary>The consumer has consumed what has arrived, and waits.</summary>
    public void ConsumerWaits()
    {
        if (chosen is not null || _consumed == 0)
        {
            return;
        }

        Limit = Grown;
        for (; _wasHalved && Limit < Most && _consumedSinceChange >= PagesToGrow; Limit++)
        {
            _consumedSinceChange -= PagesToGrow;
        }
    }

    /// <summary>Asks for less of Mews if it has refused a request, or is about to.</summary>
    /// <param name="refusals">How many requests of the command were refused so far, as too many or too heavy.</param>
    /// <param name="requestsLeft">How many requests the limit of the access token leaves now.</param>
    public void HoldBack(int refusals, int requestsLeft)
    {
        if (chosen is not null)
        {
            return;
        }

        if (refusals > _refusals)
        {
            _refusals = refusals;
            Halve();
        }

        while (Limit > 1 && requestsLeft < 2 * Limit)
        {
            Halve();
        }
    }

    // A consumer that leaves has caused no more requests in vain than it has consumed pages.
    private int Ahead(int limit) => Math.Max(0, Math.Min(limit - 1, _consumed - _withdrawn));

    private void Halve()
    {
        Limit = Math.Max(1, Limit / 2);
        _wasHalved = true;
        _consumedSinceChange = 0;
    }
}
