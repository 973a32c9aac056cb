using MewsThreads.Sync;

namespace MewsThreads;

/// <summary>A file could not be brought in step with Mews for a reason that lies in the file or beside it. It was left as it was.</summary>
public sealed class MewsSyncException : Exception
{
    internal MewsSyncException(SyncFailure failure, string path, string message, Exception? innerException = null)
        : base(DisplayText.Escape(message), innerException)
    {
        Failure = failure;
        Path = path;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    internal SyncFailure Failure { get; }
}
