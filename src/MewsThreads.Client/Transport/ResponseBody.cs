using System.Buffers;
using System.IO.Compression;

namespace MewsThreads.Transport;

/// <summary>The whole body of an answer, in a borrowed buffer that goes back when this object is disposed of.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int SmallestBuffer = 16 * 1024;
    private const int LargestFirstBuffer = 4 * 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private ResponseBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The body, less a byte order mark.</summary>
    public ReadOnlySpan<byte> Json
    {
        get
        {
            var body = _buffer.AsSpan(0, _length);
            return body.StartsWith(ByteOrderMark) ? body.Slice(ByteOrderMark.Length) : body;
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Reads it to its end. It is unpacked here and not by the handler: a stream that unpacks must never be closed by another thread while it is
    /// read, as closing the response on a cancel would do, since that frees native memory that is in use.
    /// </summary>
    public static async Task<ResponseBody> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var isPacked = content.Headers.ContentEncoding.Contains("gzip");

        // One byte more than announced, so that the end is seen without another buffer.
        var announced = isPacked ? 0 : content.Headers.ContentLength ?? 0;
        var body = new ResponseBody((int)Math.Min(Math.Max(SmallestBuffer, announced + 1), LargestFirstBuffer));
        try
        {
            var received = await content.ReadAsStreamAsync().ConfigureAwait(false);
            using var stream = isPacked ? new GZipStream(received, CompressionMode.Decompress) : received;
            for (var read = -1; read != 0; body._length += read)
            {
                body.MakeRoom();
                read = await stream.ReadAsync(body._buffer, body._length, body._buffer.Length - body._length, cancellation).ConfigureAwait(false);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Return();
        _buffer = [];
        _length = 0;
    }

    private void MakeRoom()
    {
        if (_length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Return();
            _buffer = larger;
        }
    }

    // Cleared, since an error's details can repeat the request, tokens included.
    private void Return()
    {
        Array.Clear(_buffer, 0, _length);
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
