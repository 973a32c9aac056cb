namespace MewsThreads.Client.Tests;

/// <summary>A folder for the files of one test; in memory where the machine has such a place, since thousands of flushes are slow on a disk.</summary>
internal sealed class SyncFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public SyncFolder() => Path = Directory.Exists(Memory)
        ? Directory.CreateDirectory($"{Memory}/mewsthreads-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("mewsthreads-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Every file and what is in it.</summary>
    public List<string> Contents() =>
    [
        .. Directory.GetFiles(Path).Order(StringComparer.Ordinal).Select(file => $"{System.IO.Path.GetFileName(file)}: {System.IO.File.ReadAllText(file)}"),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
