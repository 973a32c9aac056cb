namespace MewsThreads.Sync;

/// <summary>Is told what a sync does, on the thread that it runs on.</summary>
internal interface ISyncObserver
{
    /// <summary>Something that an operator should know although the run goes on.</summary>
    void Warn(string line);

    /// <summary>A page was read.</summary>
    /// <param name="threads">How many threads were read so far.</param>
    /// <param name="reachedBack">How far back in time the run has come.</param>
    void Read(int threads, DateTimeOffset? reachedBack);

    /// <summary>A piece of the file was gone through.</summary>
    /// <param name="bytes">How much of it so far.</param>
    /// <param name="length">How long it is.</param>
    void Merged(long bytes, long length);
}
