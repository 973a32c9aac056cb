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

    /// <summary>What will replace the file. Always the same name, so that a run overwrites what a killed one left.</summary>
    public string NewPath => path + ".new";

    /// <summary>What will replace the state.</summary>
    public string NewStatePath => StatePath + ".new";

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

    /// <summary>Opens the file for one pass.</summary>
    public FileStream OpenRead() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);

    /// <summary>Begins what will replace a file, in place of what a killed run may have left.</summary>
    public virtual Stream Create(string newPath)
    {
        Before("create");
        return new FileStream(newPath, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
    }

    /// <summary>Waits until a whole new file is on the disk and not only on its way there.</summary>
    public virtual void Flush(Stream created)
    {
        Before("flush");
        ((FileStream)created).Flush(flushToDisk: true);
    }

    /// <summary>Puts a new file in the place of an old one, or of none, at once: at any moment one of the two is there.</summary>
    public void Replace(string newPath, string oldPath)
    {
        Before("replace");
        try
        {
            if (File.Exists(oldPath))
            {
                File.Replace(newPath, oldPath, destinationBackupFileName: null);
            }
            else
            {
                File.Move(newPath, oldPath);
            }
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new MewsSyncException(SyncFailure.FileInUse, path, $"'{oldPath}' is open in another program, which lets nobody replace it.", e);
        }
    }

    /// <summary>Takes away a new file that is not needed, or that a killed run has left.</summary>
    public void Delete(string newPath)
    {
        Before("delete");
        File.Delete(newPath);
    }

    /// <summary>Called before each step that changes something.</summary>
    protected virtual void Before(string step)
    {
    }

    // ERROR_SHARING_VIOLATION, and what flock says on Linux and on macOS.
    private static bool IsInUse(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
