namespace MewsThreads.Sync;

/// <summary>What lies at a path.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A symbolic link, or what Windows has of that kind.</summary>
    Link,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe, a socket or a device.</summary>
    Special,
}

/// <summary>
/// What lies at a path, found without opening it: opening a named pipe waits for its other end, and opening a link opens something else.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Names">How many names (hard links) a file has.</param>
/// <param name="IsReadOnly">Whether nobody, or not this process, may write it.</param>
internal sealed record FileStatus(FileKind Kind, long Names = 1, bool IsReadOnly = false)
{
    /// <summary>Looks at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLink">Whether to look at what a link leads to, and not at the link.</param>
    public static FileStatus Of(string path, bool followLink = false) =>
        (UnixFile.IsUnix ? UnixFile.StatusOf(path, followLink) : WindowsFile.StatusOf(path, followLink)) ?? OfPlainFile(path);

    // Where the system cannot tell more.
    private static FileStatus OfPlainFile(string path) =>
        new(Directory.Exists(path) ? FileKind.Directory : File.Exists(path) ? FileKind.File : FileKind.Missing);
}
