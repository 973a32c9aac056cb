namespace MewsThreads;

/// <summary>A file could not be synced, for a reason that has to do with the file, its state or its folder. The file was left as it was.</summary>
public sealed class MewsSyncException : MewsException
{
    internal MewsSyncException(Failure failure, string path, string message, Exception? innerException = null)
        : base(failure, DisplayText.Escape(message), "messageThreads/getAll", requestId: null, innerException) => Path = path;

    /// <summary>The full path of the file.</summary>
    public string Path { get; }
}
