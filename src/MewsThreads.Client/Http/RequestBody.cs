using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace MewsThreads.Http;

/// <summary>
/// One request body: the tokens, the client's name and the operation's own properties. A body is always a secret, so its buffer is
/// pinned (the garbage collector makes no copies) and cleared when it is disposed of.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    private readonly byte[] _buffer;
    private int _length;
    private GCHandle _pin;

    /// <param name="tokens">The secrets of the connection.</param>
    /// <param name="clientName">The JSON text of the client's name, in quotes.</param>
    /// <param name="properties">The JSON object with the operation's own properties.</param>
    public RequestBody(Tokens tokens, byte[] clientName, byte[] properties)
    {
        _buffer = new byte[tokens.MaximumLength + ClientProperty.Length + clientName.Length + 1 + properties.Length];
        _pin = GCHandle.Alloc(_buffer, GCHandleType.Pinned);
        _length = tokens.Write(_buffer);
        Append(ClientProperty, 0);
        Append(clientName, 0);

        // The operation's object goes on where ours stops: its opening brace becomes a comma, or nothing where it is empty.
        if (properties.Length > "{}".Length)
        {
            _buffer[_length++] = (byte)',';
        }

        Append(properties, 1);
    }

    /// <summary>
    /// Whether any of it was given to a connection. That happens only when the connection is there, through any proxy and past the TLS
    /// handshake, so before that the other side cannot have seen a request.
    /// </summary>
    public bool WasGiven { get; private set; }

    private static byte[] ClientProperty { get; } = [.. ",\"Client\":"u8];

    /// <summary>The body as HTTP content, to be sent before this object is disposed of.</summary>
    public HttpContent ToContent()
    {
        var content = new Content(this);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>Clears the buffer.</summary>
    public void Dispose()
    {
        Array.Clear(_buffer, 0, _buffer.Length);
        if (_pin.IsAllocated)
        {
            _pin.Free();
        }
    }

    private sealed class Content(RequestBody body) : ByteArrayContent(body._buffer, 0, body._length)
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            body.WasGiven = true;
            return base.SerializeToStreamAsync(stream, context!);
        }
    }

    private void Append(byte[] bytes, int from)
    {
        Buffer.BlockCopy(bytes, from, _buffer, _length, bytes.Length - from);
        _length += bytes.Length - from;
    }
}
