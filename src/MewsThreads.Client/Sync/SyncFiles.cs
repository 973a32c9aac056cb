namespace MewsThreads.Sync;

/// <summary>
/// The file and what lies beside it: its state, and while a run lasts what will replace both. Everything that a run changes on the disk goes
/// through here, so that a test can end it before each of these steps.
/// </summary>
internal class SyncFiles(string path)
{
    private const int BufferSize = 1 << 16;

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
    public IDisposable? Lock(bool isDryRun)
    {
        if (isDryRun && !File.Exists(LockPath))
        {
            return null;
        }

        Before("lock");
        try
        {
            return isDryRun
                ? new FileStream(LockPath, FileMode.Open, FileAccess.Read, FileShare.None)
                : new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new MewsSyncException(SyncFailure.FileInUse, path, $"'{path}' is being synced by another run.", e);
        }
    }

    /// <summary>
    /// Where what will replace one of the two is written. Always the same name, so that a run overwrites what a killed one left.
    /// </summary>
    public static string NewOf(string path) => path + ".new";

    /// <summary>Opens the file for one pass.</summary>
    public FileStream OpenRead() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

    /// <summary>Begins what will replace one of the two.</summary>
    public virtual Stream CreateNew(string replaced)
    {
        Before("create");
        var created = new FileStream(NewOf(replaced), FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
        try
        {
            if (File.Exists(replaced))
            {
                UnixMode.Copy(replaced, created.Name);
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
        ((FileStream)created).Flush(flushToDisk: true);
    }

    /// <summary>Puts what was made in the place of the old one, or of none, at once: at any moment one of the two is there.</summary>
    public void Replace(string replaced)
    {
        Before("replace");
        try
        {
            if (File.Exists(replaced))
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
            throw new MewsSyncException(SyncFailure.FileInUse, path, $"'{replaced}' is open in another program, which lets nobody replace it.", e);
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

    // ERROR_SHARING_VIOLATION, and what flock says on Linux and on macOS.
    private static bool IsInUse(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
