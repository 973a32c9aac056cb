namespace MewsThreads;

/// <summary>What paging needs to know of the items of a list.</summary>
internal interface IItem
{
    Guid Id { get; }

    /// <summary>The thread that it is or belongs to, which is what requests ask for.</summary>
    Guid ThreadId { get; }

    DateTimeOffset CreatedUtc { get; }

    /// <summary>The last change; that of the creation where items never change.</summary>
    DateTimeOffset UpdatedUtc { get; }
}
