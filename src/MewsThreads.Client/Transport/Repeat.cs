namespace MewsThreads.Transport;

/// <summary>When a request that failed may be sent again.</summary>
internal enum Repeat
{
    /// <summary>It only reads, so it may be sent again after any failure that may pass.</summary>
    Read,

    /// <summary>As <see cref="Read"/>, but one that was too heavy (408) is left to the caller, who can ask for less.</summary>
    ReadUnlessTooHeavy,

    /// <summary>It writes, so it is sent again only if it was never sent. Whether Mews refuses (429) before or after it acts is not documented.</summary>
    Write,
}
