using System.IO.Compression;
using System.Text;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Bodies that are not what their Content-Encoding says, or not whole: either the complete result or an error.</summary>
public class ContentEncodingTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{ "MessageThreads": [ { "Id": "7f9325f6-ef44-4911-89a8-ae51010a5aa4", "OriginalSender": "John", "Subject": "Hi", "CreatedUtc": "2022-03-07T16:09:45Z", "UpdatedUtc": "2022-03-07T16:09:45Z" } ], "Cursor": null }""");

    private static readonly byte[] Packed = Gzip(Body);

    [Theory]
    [InlineData("gzip", true, true)]
    [InlineData("GZip", true, true)]
    [InlineData("identity", false, true)]
    [InlineData("gzip", false, false)]
    [InlineData("identity", true, false)]
    [InlineData("", true, false)]
    [InlineData("br", false, false)]
    [InlineData("br", true, false)]
    [InlineData("deflate", true, false)]
    [InlineData("gzip, gzip", true, false)]
    [InlineData("identity, gzip", true, false)]
    public async Task A_body_is_read_only_where_its_encoding_is_true(string encoding, bool isPacked, bool isRead) =>
        await Check(isPacked ? Packed : Body, encoding, isRead);

    [Fact]
    public async Task A_gzip_stream_that_is_cut_anywhere_or_lacks_its_trailer_is_an_error()
    {
        byte[] sent = [];
        await using var server = await StartAsync(() => sent, "gzip");
        var client = server.Client();
        for (var length = 0; length < Packed.Length; length++)
        {
            sent = Packed[..length];
            Assert.Throws<MewsProtocolException>(() => Read(client));
        }

        sent = Packed;
        Assert.Single(Read(client));
    }

    [Fact]
    public async Task A_gzip_stream_with_any_byte_damaged_is_the_complete_result_or_an_error()
    {
        byte[] sent = [];
        await using var server = await StartAsync(() => sent, "gzip");
        var client = server.Client();
        for (var at = 0; at < Packed.Length; at++)
        {
            sent = [.. Packed];
            sent[at] ^= 0x55;
            try
            {
                Assert.Equal("Hi", Assert.Single(Read(client)).Subject);
            }
            catch (MewsProtocolException)
            {
                // Either is right.
            }
        }
    }

    private static async Task Check(byte[] body, string encoding, bool isRead)
    {
        await using var server = await StartAsync(() => body, encoding);
        if (isRead)
        {
            Assert.Single(Read(server.Client()));
        }
        else
        {
            Assert.Throws<MewsProtocolException>(() => Read(server.Client()));
        }
    }

    private static Task<ScriptedServer> StartAsync(Func<byte[]> body, string encoding) => ScriptedServer.StartAsync(context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        return context.Response.Body.WriteAsync(body()).AsTask();
    });

    private static IReadOnlyList<MessageThread> Read(ConnectorClient client)
    {
        var request = new ListRequest(null, null, null, null, new Limitation(1, null));
        return client.Send(Operations.GetMessageThreads, request, Repeat.Read, ReadLists.Context()).Body.Items!;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }
}
