using System.Buffers.Text;

namespace MewsThreads.Sync;

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
