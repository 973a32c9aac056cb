namespace MewsThreads.Sync;

/// <summary>
/// The file and what lies beside it: its state, and while a run lasts what will replace both. Everything that a run changes on the disk goes
/// through here, so that a test can end it before each of these steps.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="cancellation">Ends every wait for the file system.</param>
internal class SyncFiles(string path, CancellationToken cancellation = default)
{
    private const int BufferSize = 1 << 16;

    // Beyond all enterprises that a state could name.
    private const long LongestState = 16 << 20;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Its state.</summary>
    public string StatePath => path + ".state.json";

    private string LockPath => path + ".lock";

    /// <summary>
    /// Keeps other runs away until it is disposed of, or the process ends in any way. The lock file itself stays: whoever deleted it could
    /// take it from under another run.
    /// </summary>
    /// <param name="isDryRun">Whether nothing may be written; then there is no lock, and null, where no run has ever made one.</param>
    /// <exception cref="MewsSyncException">Another run has it.</exception>
    /// <exception cref="IOException">Something lies there that is no file of its own.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its state is read-only.</exception>
    public IDisposable? Lock(bool isDryRun)
    {
        FileWait.For(CheckKinds, cancellation);
        if (isDryRun && !File.Exists(LockPath))
        {
            return null;
        }

        Before("lock");
        FileStream lockFile;
        try
        {
            lockFile = FileWait.For(
                () => isDryRun ? new FileStream(LockPath, FileMode.Open, FileAccess.Read, FileShare.None) : OpenLock(), cancellation);
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new MewsSyncException(Failure.SyncFileInUse, path, $"'{path}' is being synced by another run.", e);
        }

        try
        {
            // Not before: another run may be replacing them.
            FileWait.For(() => CheckReplaceable(path, isDryRun) && CheckReplaceable(StatePath, isDryRun), cancellation);
            return lockFile;
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Where what will replace one of the two is written. Always the same name, so that a run removes what a killed one left.
    /// </summary>
    public static string NewOf(string path) => path + ".new";

    /// <summary>Opens the file for one pass.</summary>
    public FileStream OpenRead() => FileWait.For(
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan),
        cancellation);

    /// <summary>Reads a state, or what will replace it.</summary>
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="InvalidDataException">It is far longer than any state.</exception>
    public byte[]? ReadState(string name) => FileWait.For(
        () => FileStatus.Of(name).Kind != FileKind.File ? null
            : new FileInfo(name).Length > LongestState ? throw new InvalidDataException($"It is longer than {LongestState} bytes.")
            : File.ReadAllBytes(name),
        cancellation);

    /// <summary>Begins what will replace one of the two. Never in a file or through a link that is already there.</summary>
    public virtual Stream CreateNew(string replaced)
    {
        Before("create");
        var name = NewOf(replaced);
        File.Delete(name);
        var created = FileWait.For(
            () => new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize), cancellation);
        try
        {
            if (File.Exists(replaced))
            {
                UnixFile.KeepOwnerAndMode(replaced, created);
            }

            return created;
        }
        catch
        {
            created.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a whole new file is on the disk and not only on its way there.</summary>
    public virtual void Flush(Stream created)
    {
        Before("flush");
        var file = (FileStream)created;
        FileWait.For(
            () =>
            {
                file.Flush(flushToDisk: true);
                return file.Length;
            },
            cancellation);
    }

    /// <summary>Puts what was made in the place of the old one, or of none, at once: at any moment one of the two is there.</summary>
    public void Replace(string replaced)
    {
        Before("replace");
        try
        {
            if (File.Exists(replaced) && FileStatus.Of(NewOf(replaced)).Names > 1)
            {
                // A run that was killed while it moved it has put it in place already.
                File.Delete(NewOf(replaced));
            }
            else if (File.Exists(replaced))
            {
                File.Replace(NewOf(replaced), replaced, destinationBackupFileName: null);
            }
            else
            {
                File.Move(NewOf(replaced), replaced);
            }
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new MewsSyncException(Failure.SyncFileInUse, path, $"'{replaced}' is open in another program, which lets nobody replace it.", e);
        }
    }

    /// <summary>Takes away what was made and is not needed, or what a killed run has left.</summary>
    public void DeleteNew(string replaced)
    {
        Before("delete");
        File.Delete(NewOf(replaced));
    }

    /// <summary>Called before each step that changes something.</summary>
    protected virtual void Before(string step)
    {
    }

    /// <summary>Refuses what is not a file, before anything is opened.</summary>
    private bool CheckKinds()
    {
        foreach (var name in new[] { path, StatePath, LockPath, NewOf(path), NewOf(StatePath) })
        {
            var refusal = FileStatus.Of(name).Kind switch
            {
                FileKind.Directory => "is a folder, and must be a file",
                FileKind.Special => "is a named pipe, a socket or a device, and must be a file",

                // What will replace another file is removed by its name before it is written.
                FileKind.Link when name == path || name == StatePath || name == LockPath => RefusalOfLink(name),
                _ => null,
            };
            if (refusal is not null)
            {
                throw new IOException($"'{name}' {refusal}.");
            }
        }

        return true;
    }

    /// <summary>Refuses a file that cannot be replaced without a loss.</summary>
    private static bool CheckReplaceable(string name, bool isDryRun)
    {
        var status = FileStatus.Of(name);

        // A first run that was killed while it moved the new file to its place may have left it with both names.
        if (status.Names > 1 && FileStatus.Of(NewOf(name)).Names == 1)
        {
            throw new IOException(
                $"'{name}' has another name (a hard link), which would keep the old content. Remove the other name, or sync a copy.");
        }

        return !status.IsReadOnly || isDryRun
            ? true
            : throw new UnauthorizedAccessException($"'{name}' is read-only. Make it writable, or sync another file.");
    }

    private string RefusalOfLink(string name) =>
        FileStatus.Of(name, followLink: true).Kind == FileKind.Missing ? "is a symbolic link to a file that is not there. Remove it"
        : name == path ? "is a symbolic link. Sync the file that it leads to; its state and its lock belong beside that file"
        : "is a symbolic link, and must be a file";

    // What is there is only opened, and what is not there is only created: never through a link.
    private FileStream OpenLock()
    {
        FileStream Open(FileMode mode) => new(LockPath, mode, FileAccess.ReadWrite, FileShare.None);

        try
        {
            return Open(FileMode.Open);
        }
        catch (FileNotFoundException)
        {
            try
            {
                return Open(FileMode.CreateNew);
            }
            catch (IOException) when (File.Exists(LockPath))
            {
                // Another first run was faster.
                return Open(FileMode.Open);
            }
        }
    }

    // ERROR_SHARING_VIOLATION, and what flock says on Linux and on macOS.
    private static bool IsInUse(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}

/// <summary>Waits for the file system, which may not respond for long or at all (a network folder that is gone), until cancelled.</summary>
internal static class FileWait
{
    /// <summary>Runs it on another thread, which is left to itself when the wait is cancelled; what it then still opens is closed.</summary>
    public static T For<T>(Func<T> action, CancellationToken cancellation)
    {
        var running = Task.Run(action, CancellationToken.None);
        try
        {
            running.Wait(cancellation);
        }
        catch (OperationCanceledException)
        {
            running.ContinueWith(
                abandoned => (abandoned.Result as IDisposable)?.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
        catch (AggregateException)
        {
            // Thrown below as it is.
        }

        return running.GetAwaiter().GetResult();
    }
}
