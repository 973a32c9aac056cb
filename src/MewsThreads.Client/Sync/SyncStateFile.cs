using System.Text.Json;
using MewsThreads.Http;

namespace MewsThreads.Sync;

/// <summary>The state that lies beside a file, and the new one that a killed run may have left.</summary>
internal sealed class SyncStateFile(SyncFiles files)
{
    /// <exception cref="MewsSyncException">There is none, or what is there is none.</exception>
    public SyncState Read()
    {
        try
        {
            return SyncState.Parse(files.ReadState(files.StatePath) ?? throw new MewsSyncException(
                Failure.SyncStateMissing, files.Path,
                $"'{files.Path}' is there without its state '{files.StatePath}', so what it holds is not known."));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new MewsSyncException(
                Failure.SyncStateUnreadable, files.Path, $"'{files.StatePath}' is not the state of a sync: {e.Message}", e);
        }
    }

    /// <summary>Writes what will replace the state.</summary>
    public void WriteNew(SyncState state)
    {
        var json = state.ToJson();
        using var output = files.CreateNew(files.StatePath);
        output.Write(json, 0, json.Length);
        files.Flush(output);
    }

    /// <summary>Finishes a run that was killed after it had replaced the file and before it could replace the state.</summary>
    /// <returns>The state that it had yet to put in place; null where there was no such run.</returns>
    public SyncState? FinishKilledRun(bool isDryRun, CallContext context)
    {
        var left = ReadNew();
        if (left is not null && left.Sha256 == ChecksumOfFile(context.Cancellation))
        {
            context.Report($"The run before this one was killed after it had replaced '{files.Path}'; its state is taken over");
            if (!isDryRun)
            {
                files.Replace(files.StatePath);
            }

            return left;
        }

        if (!isDryRun)
        {
            files.DeleteNew(files.StatePath);
        }

        return null;
    }

    private SyncState? ReadNew()
    {
        try
        {
            return files.ReadState(SyncFiles.NewOf(files.StatePath)) is { } json ? SyncState.Parse(json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            // The run was killed while it wrote this, before it replaced anything.
            return null;
        }
    }

    private string ChecksumOfFile(CancellationToken cancellation)
    {
        using var file = files.OpenRead();
        using var digest = new FileDigest();
        var buffer = new byte[1 << 16];
        for (int count; (count = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            digest.Append(buffer, 0, count);
        }

        return digest.Finish();
    }
}
