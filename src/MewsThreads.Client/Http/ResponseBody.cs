using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace MewsThreads.Http;

/// <summary>The whole body of a response, in a borrowed buffer that goes back when this object is disposed of.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int SmallestBuffer = 16 * 1024;

    // The shared pool keeps what it is given, so a larger buffer is not borrowed from it: the garbage collector frees it.
    private const int LargestBorrowed = 4 * 1024 * 1024;

    private readonly int _limit;
    private byte[] _buffer;
    private int _length;

    /// <param name="limit">The most bytes to read.</param>
    /// <param name="announced">How many bytes are said to come. It may be wrong.</param>
    private ResponseBody(int limit, long announced)
    {
        // One byte more, so that the end is seen without another buffer.
        _limit = limit;
        _buffer = Borrow((int)Math.Min(Math.Max(SmallestBuffer, announced + 1), LargestBorrowed));
    }

    /// <summary>The body, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Json
    {
        get
        {
            var body = _buffer.AsSpan(0, _length);
            return body.StartsWith(ByteOrderMark) ? body.Slice(ByteOrderMark.Length) : body;
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads it to its end, and unpacks it.</summary>
    /// <param name="content">The body as it comes.</param>
    /// <param name="limit">The most bytes to read, packed and unpacked.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ResponseTooLargeException">It is larger than the limit.</exception>
    /// <exception cref="InvalidDataException">It is not what its Content-Encoding says.</exception>
    public static async Task<ResponseBody> ReadAsync(HttpContent content, int limit, CancellationToken cancellation)
    {
        var isPacked = IsPacked(content.Headers.ContentEncoding);
        var announced = content.Headers.ContentLength ?? 0;
        if (announced > limit)
        {
            throw new ResponseTooLargeException(limit);
        }

        var received = new ResponseBody(limit, announced);
        try
        {
            using var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
            await received.FillAsync(stream, cancellation).ConfigureAwait(false);
            if (!isPacked)
            {
                return received.Readable();
            }
        }
        catch
        {
            received.Dispose();
            throw;
        }

        using (received)
        {
            return await UnpackAsync(received, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        Return();
        _buffer = [];
        _length = 0;
    }

    private static bool IsPacked(ICollection<string> encodings) => encodings.Count switch
    {
        0 => false,
        1 when encodings.Single().Equals("gzip", StringComparison.OrdinalIgnoreCase) => true,
        1 when encodings.Single().Equals("identity", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw new InvalidDataException("its Content-Encoding is not gzip, and no other was asked for."),
    };

    private static async Task<ResponseBody> UnpackAsync(ResponseBody packed, CancellationToken cancellation)
    {
        // A gzip stream ends with its unpacked size. .NET Framework does not miss it where the stream was cut.
        var size = packed._length < sizeof(uint)
            ? 0
            : BinaryPrimitives.ReadUInt32LittleEndian(packed._buffer.AsSpan(packed._length - sizeof(uint)));
        var body = new ResponseBody(packed._limit, size);
        try
        {
            using var stream = new GZipStream(new MemoryStream(packed._buffer, 0, packed._length), CompressionMode.Decompress);
            await body.FillAsync(stream, cancellation).ConfigureAwait(false);
            return body._length == size ? body.Readable() : throw new InvalidDataException("its gzip stream is cut or damaged.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private async Task FillAsync(Stream stream, CancellationToken cancellation)
    {
        for (var read = -1; read != 0;)
        {
            MakeRoom();
            read = await stream.ReadAsync(_buffer, _length, _buffer.Length - _length, cancellation).ConfigureAwait(false);
            _length += read;
            if (_length > _limit)
            {
                throw new ResponseTooLargeException(_limit);
            }
        }
    }

    private ResponseBody Readable()
    {
        LoneSurrogates.Replace(_buffer.AsSpan(0, _length));
        return this;
    }

    private void MakeRoom()
    {
        if (_length == _buffer.Length)
        {
            var larger = Borrow(_buffer.Length * 2L < _limit ? _buffer.Length * 2 : _limit + 1);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Return();
            _buffer = larger;
        }
    }

    private static byte[] Borrow(int size) => size <= LargestBorrowed ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];

    // Cleared, since an error's details can repeat the request, tokens included.
    private void Return()
    {
        Array.Clear(_buffer, 0, _length);
        if (_buffer.Length is > 0 and <= LargestBorrowed)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}

/// <summary>A response is larger than what is read of one. Asking again would only repeat it.</summary>
/// <param name="limit">The most bytes that are read.</param>
internal sealed class ResponseTooLargeException(int limit) : Exception($"it is larger than {limit / 1024} KiB.");

/// <summary>
/// Halves of characters that stand alone in JSON, such as <c>\ud83c</c>, which a text that was cut in the middle of an emoji ends with. No .NET
/// reader takes them, and one such text must not keep anybody from reading all others.
/// </summary>
internal static class LoneSurrogates
{
    // \uXXXX
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>Replaces each by U+FFFD, which stands for what cannot be shown. The length stays.</summary>
    public static void Replace(Span<byte> json)
    {
        var at = 0;
        while (json.Slice(at).IndexOf((byte)'\\') is var next && next >= 0)
        {
            at += next;
            var unit = UnitAt(json, at);
            if (IsHigh(unit) && IsLow(UnitAt(json, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else if (IsHigh(unit) || IsLow(unit))
            {
                Replacement.CopyTo(json.Slice(at));
                at += EscapeLength;
            }
            else
            {
                // Past what is escaped, which may be another backslash.
                at = Math.Min(at + 2, json.Length);
            }
        }
    }

    private static bool IsHigh(int unit) => unit is >= 0xD800 and <= 0xDBFF;

    private static bool IsLow(int unit) => unit is >= 0xDC00 and <= 0xDFFF;

    /// <summary>The value of an escape; -1 where there is none.</summary>
    private static int UnitAt(ReadOnlySpan<byte> json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u')
        {
            return -1;
        }

        var unit = 0;
        foreach (var digit in json.Slice(at + 2, EscapeLength - 2))
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return -1;
            }

            unit = (unit * 16) + value;
        }

        return unit;
    }
}
