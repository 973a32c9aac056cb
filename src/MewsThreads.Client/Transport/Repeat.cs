namespace MewsThreads.Transport;

/// <summary>When a request that failed may be sent again.</summary>
internal enum Repeat
{
    /// <summary>It only reads, so it may be sent again after any failure that may pass.</summary>
    Read,

    /// <summary>As <see cref="Read"/>, but one that was too heavy (408) is left to the caller, who can ask for less.</summary>
    ReadUnlessTooHeavy,

    /// <summary>It writes, so it is sent again only where Mews cannot have acted: it was never sent, or it was refused unread (429).</summary>
    Write,
}
