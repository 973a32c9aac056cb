using System.Security.Cryptography;

namespace MewsThreads.Sync;

/// <summary>
/// Copies a file and puts changed threads into it, in one pass: rows of other threads are copied as they are, and no more of the file than a
/// buffer is in memory.
/// </summary>
internal sealed class FileMerge : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly RowFormat _format;
    private readonly Stream _output;
    private readonly FileDigest _written = new();
    private readonly MessageThread[] _changes;
    private readonly HashSet<Guid> _changed;
    private int _nextChange;
    private byte[] _nextRow = [];
    private long _rows;
    private long _replaced;
    private long _identical;

    /// <param name="format">The form of the file.</param>
    /// <param name="changes">The threads that are to be in it as they are now, each once.</param>
    /// <param name="output">Where the new file goes.</param>
    public FileMerge(RowFormat format, IEnumerable<MessageThread> changes, Stream output)
    {
        _format = format;
        _output = output;
        _changes = [.. changes.OrderBy(thread => thread.CreatedUtc.UtcTicks).ThenBy(thread => thread.Id)];
        _changed = [.. _changes.Select(thread => thread.Id)];
    }

    /// <summary>Writes a file of the changes alone.</summary>
    public void Build(CancellationToken cancellation)
    {
        Write(_format.Opening, 0, _format.Opening.Length);
        WriteRest(cancellation);
    }

    /// <summary>Writes the old file with the changes in it.</summary>
    /// <param name="old">The old file, from its beginning.</param>
    /// <param name="merged">Is told how many bytes of it were gone through.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The checksum of the old file; null where it holds something that no run has written.</returns>
    public string? Merge(Stream old, Action<long> merged, CancellationToken cancellation)
    {
        using var read = new FileDigest();
        var buffer = new byte[BufferSize];
        var filled = ReadOpening(old, buffer);
        if (!buffer.AsSpan(0, filled).SequenceEqual(_format.Opening))
        {
            return null;
        }

        read.Append(buffer, 0, filled);
        Write(buffer, 0, filled);
        filled = 0;
        SetNextRow();
        for (int count; (count = old.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = (At: filled, Length: count);
            filled += count;

            // The two checksums take most of the time, so this one is taken beside the other.
            var reading = Task.Run(() => read.Append(buffer, piece.At, piece.Length), CancellationToken.None);
            int done;
            try
            {
                done = MergeRows(buffer, filled);
            }
            finally
            {
                reading.GetAwaiter().GetResult();
            }

            if (done < 0)
            {
                return null;
            }

            // The beginning of a row that goes on in the next piece.
            filled -= done;
            Buffer.BlockCopy(buffer, done, buffer, 0, filled);
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            merged(read.Length);
        }

        WriteRest(cancellation);
        return filled == 0 ? read.Finish() : null;
    }

    /// <summary>What became of it, once the new file is whole.</summary>
    public MergeOutcome Finish() => new(
        Added: _changes.Length - _replaced,
        Updated: _replaced - _identical,
        Unchanged: _rows - (_replaced - _identical),
        _written.Length,
        _written.Finish());

    public void Dispose() => _written.Dispose();

    /// <summary>Reads what a file begins with before its first row.</summary>
    /// <returns>How much there was of it.</returns>
    private int ReadOpening(Stream old, byte[] buffer)
    {
        var filled = 0;
        for (int count; (count = old.Read(buffer, filled, _format.Opening.Length - filled)) > 0;)
        {
            filled += count;
        }

        return filled;
    }

    /// <summary>Goes through the rows that are whole.</summary>
    /// <returns>Where the rest begins; less than 0 where something is no row.</returns>
    private int MergeRows(byte[] buffer, int end)
    {
        var at = 0;
        var copied = 0;
        while (_format.RowLength(buffer.AsSpan(at, end - at)) is var length && length > 0)
        {
            var row = buffer.AsSpan(at, length);
            if (!_format.TryReadKey(row, out var key) || !key.TryReadId(out var id))
            {
                return -1;
            }

            _rows++;
            var order = NextChangeComparedTo(key);
            var isChanged = _changed.Contains(id);
            if (order < 0 || isChanged)
            {
                Write(buffer, copied, at - copied);
                copied = at;
                for (; order < 0; order = NextChangeComparedTo(key))
                {
                    WriteNextChange();
                }
            }

            // Its row has its own place in the order, which is this one unless Mews shows another creation than before.
            if (isChanged)
            {
                _replaced++;
                copied += length;
                if (order == 0)
                {
                    _identical += row.SequenceEqual(_nextRow) ? 1 : 0;
                    WriteNextChange();
                }
            }

            at += length;
        }

        Write(buffer, copied, at - copied);
        return at;
    }

    /// <summary>Where the next change belongs: before a row, in its place, or after it.</summary>
    private int NextChangeComparedTo(RowKey key)
    {
        if (_nextChange == _changes.Length || !_format.TryReadKey(_nextRow, out var next))
        {
            return 1;
        }

        return next.CompareTo(key);
    }

    private void WriteRest(CancellationToken cancellation)
    {
        for (SetNextRow(); _nextChange < _changes.Length; WriteNextChange())
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void WriteNextChange()
    {
        Write(_nextRow, 0, _nextRow.Length);
        _nextChange++;
        SetNextRow();
    }

    private void SetNextRow() => _nextRow = _nextChange < _changes.Length ? _format.RowOf(_changes[_nextChange]) : [];

    private void Write(byte[] bytes, int offset, int count)
    {
        _output.Write(bytes, offset, count);
        _written.Append(bytes, offset, count);
    }
}

/// <summary>What a merge has made.</summary>
/// <param name="Added">Rows that the old file did not have.</param>
/// <param name="Updated">Rows that are other than in the old file.</param>
/// <param name="Unchanged">Rows that are the same.</param>
/// <param name="Length">The length of the new file in bytes.</param>
/// <param name="Sha256">The checksum of the new file.</param>
internal sealed record MergeOutcome(long Added, long Updated, long Unchanged, long Length, string Sha256);

/// <summary>The length and the SHA-256 of a file, taken while it goes by.</summary>
internal sealed class FileDigest : IDisposable
{
    private readonly SHA256 _sha256 = SHA256.Create();

    public long Length { get; private set; }

    public void Append(byte[] bytes, int offset, int count)
    {
        _sha256.TransformBlock(bytes, offset, count, outputBuffer: null, outputOffset: 0);
        Length += count;
    }

    /// <summary>The checksum in hexadecimal, as <c>Get-FileHash</c> prints it. Nothing can be appended after it.</summary>
    public string Finish()
    {
        _sha256.TransformFinalBlock([], 0, 0);
        return BitConverter.ToString(_sha256.Hash).Replace("-", "");
    }

    public void Dispose() => _sha256.Dispose();
}
