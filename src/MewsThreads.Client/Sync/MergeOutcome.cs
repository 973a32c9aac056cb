namespace MewsThreads.Sync;

/// <summary>What a merge has made.</summary>
/// <param name="Added">Rows that the old file did not have.</param>
/// <param name="Updated">Rows that are other than in the old file.</param>
/// <param name="Unchanged">Rows that are the same.</param>
/// <param name="Length">The length of the new file in bytes.</param>
/// <param name="Sha256">The checksum of the new file.</param>
internal sealed record MergeOutcome(long Added, long Updated, long Unchanged, long Length, string Sha256);
