using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Lists;

/// <summary>Where the pages of a list come from.</summary>
internal interface IListSource<TItem>
{
    /// <summary>The operation's name.</summary>
    string Operation { get; }

    /// <summary>The most months that the window of a request may span; null if its windows cannot be cut.</summary>
    int? MaximumMonths { get; }

    /// <summary>Whether most requests that the access token may send now are used.</summary>
    bool IsLimitNear { get; }

    /// <summary>How many requests the access token may send now, besides those that are sent already.</summary>
    int RequestsLeft { get; }

    /// <summary>Requests the next page of a segment.</summary>
    Task<ApiResponse<Page<TItem>>> SendAsync(Segment segment, Limitation limitation, Repeat repeat, CallContext context);

    /// <summary>Whether an item passes the ends of the query that Mews may read otherwise.</summary>
    bool Passes(TItem item);
}
