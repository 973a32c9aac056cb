namespace MewsThreads.Contract;

/// <summary>Which page a request asks for: at most <paramref name="Count"/> items, strictly after the item that the cursor names.</summary>
internal sealed record Limitation(int Count, string? Cursor);
