using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>Finds what is to be requested in place of a page that Mews refused: fewer items, a shorter window, fewer ids.</summary>
/// <param name="weight">How much one request asks for.</param>
/// <param name="isLimitNear">Whether most requests that the access token may send now are used.</param>
/// <param name="context">Where it reports.</param>
internal sealed class Refusals(RequestWeight weight, Func<bool> isLimitNear, CallContext context)
{
    private readonly RefusedIds _ids = new(isLimitNear, context);

    /// <summary>The ids that Mews refused so far.</summary>
    public IReadOnlyList<RefusedId> Ids => _ids.All;

    /// <summary>Whether some ids were asked for after others, so that the list is sorted no longer.</summary>
    public bool AreIdsApart { get; private set; }

    /// <summary>A segment as it is to be requested now.</summary>
    public Segment[] Current(Segment segment) => _ids.Current(segment);

    /// <summary>Whether less can be asked for than so many items of a segment.</summary>
    public bool CanBeLighter(Segment segment, int count) => RequestWeight.CanBeFewer(count) || Lighter(segment) is not null;

    /// <summary>What is to be requested in place of a page; null if nothing else can be asked for.</summary>
    /// <param name="segment">The segment that the page belongs to.</param>
    /// <param name="count">How many items were asked for.</param>
    /// <param name="refusal">The refusal.</param>
    public Segment[]? InPlaceOf(Segment segment, int count, MewsApiException refusal)
    {
        // The ids are what makes a request large.
        var isOfIds = refusal.IsTooLarge && segment is { Cursor: null, Ids.Length: > 1 };
        var isOfWindow = IsTooLong(segment) && Lighter(segment) is not null;
        if (refusal.IsTooMuch && !isOfIds && !isOfWindow && RequestWeight.CanBeFewer(count))
        {
            weight.AskForFewer(count);
            context.Report($"{refusal.Message} Asking for {weight.Items} at a time");
            return [segment];
        }

        var segments = _ids.InPlaceOf(segment, refusal, IsTooLong(segment));
        segments ??= refusal.IsTooMuch ? Lighter(segment) : null;
        if (segments is { Length: > 1 })
        {
            context.Report($"{refusal.Message} Asking for it in two parts");
        }

        if (segments is [var first, ..])
        {
            AreIdsApart |= first.Ids != segment.Ids;
            if (refusal.IsTooMuch && first.Window != segment.Window)
            {
                weight.Shorten(segment.Window);
            }
        }

        return segments;
    }

    private Segment[]? Lighter(Segment segment) => segment.Lighter(IsTooLong(segment));

    /// <summary>Whether a segment's window is known to be too long for Mews, however little is asked of it.</summary>
    private bool IsTooLong(Segment segment) => weight.IsTooLong(segment.Window);
}
