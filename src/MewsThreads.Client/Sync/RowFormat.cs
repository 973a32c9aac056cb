using System.Buffers.Text;
using System.Text;
using MewsThreads.Contract;

namespace MewsThreads.Sync;

/// <summary>
/// The form of a file: how a thread becomes a row, and where rows end. Every row begins with the thread's id and creation, so that rows can
/// be told apart and put in order without reading the rest of them.
/// </summary>
internal abstract class RowFormat
{
    private const int IdLength = 36;

    // A creation at whole seconds, and its Z.
    private const int ShortestInstant = 20;

    private readonly int _idAt;
    private readonly int _createdAt;

    /// <param name="idAt">Where in a row its id begins.</param>
    /// <param name="betweenKeys">How many bytes lie between the id and the creation.</param>
    protected RowFormat(int idAt, int betweenKeys)
    {
        _idAt = idAt;
        _createdAt = idAt + IdLength + betweenKeys;
    }

    /// <summary>Whether values are changed so that no spreadsheet runs them.</summary>
    public virtual bool IsSpreadsheetSafe => false;

    /// <summary>Whether the file begins with the mark that tells UTF-8.</summary>
    public virtual bool HasByteOrderMark => false;

    /// <summary>What the file begins with, before its first row.</summary>
    public virtual byte[] Opening => [];

    /// <summary>The row of a thread, its line end included.</summary>
    public abstract byte[] RowOf(MessageThread thread);

    /// <summary>How many bytes the first row has, its line end included; 0 where its end is not among these bytes.</summary>
    public abstract int RowLength(ReadOnlySpan<byte> bytes);

    /// <summary>Finds what a row is put in order by.</summary>
    /// <returns>Whether it is a row at all.</returns>
    public bool TryReadKey(ReadOnlySpan<byte> row, out RowKey key)
    {
        key = default;
        if (row.Length < _createdAt + ShortestInstant)
        {
            return false;
        }

        var length = row.Slice(_createdAt).IndexOf((byte)'Z');
        key = new RowKey(row.Slice(_createdAt, Math.Max(0, length)), row.Slice(_idAt, IdLength));
        return length >= ShortestInstant - 1;
    }

    protected static string InstantOf(DateTimeOffset instant) => UtcTimestampConverter.Format(instant);

    protected static byte[] Utf8(string text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
}

/// <summary>
/// What rows are put in order by: creation, then id. Both are compared as text, which orders instants without their <c>Z</c>, and ids
/// always, as their values.
/// </summary>
internal readonly ref struct RowKey(ReadOnlySpan<byte> created, ReadOnlySpan<byte> id)
{
    private readonly ReadOnlySpan<byte> _created = created;
    private readonly ReadOnlySpan<byte> _id = id;

    public int CompareTo(RowKey other)
    {
        var byCreation = _created.SequenceCompareTo(other._created);
        return byCreation != 0 ? byCreation : _id.SequenceCompareTo(other._id);
    }

    public bool TryReadId(out Guid id) => Utf8Parser.TryParse(_id, out id, out var length, 'D') && length == _id.Length;
}
