using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using MewsThreads.Contract;
using MewsThreads.Http;
using MewsThreads.Tests;
using Microsoft.AspNetCore.Http;

namespace MewsThreads.Client.Tests;

/// <summary>What is read of responses that are too large, and what they cost; nothing else runs meanwhile.</summary>
[Collection(nameof(AllocationTests))]
public class ResponseSizeTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly byte[] Spaces = Encoding.ASCII.GetBytes(new string(' ', Mebibyte));

    [Fact]
    public async Task Three_megabytes_that_unpack_to_gigabytes_are_refused_promptly_and_leave_no_memory_behind()
    {
        var bomb = Bomb(3 * 1000 * 1000);
        await using var server = await ScriptedServer.StartAsync(context => Send(context, bomb));
        var client = server.Client();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();

        var error = Assert.Throws<MewsProtocolException>(() => Get(client));

        watch.Stop();
        using var process = Process.GetCurrentProcess();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{bomb.Length} bytes: {watch.ElapsedMilliseconds} ms, {allocated / Mebibyte} MiB allocated, {left / Mebibyte} MiB left, the process at most {process.PeakWorkingSet64 / Mebibyte} MiB");
        Assert.Contains("larger than 65536 KiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 3 * ResponseLimits.Success);
        Assert.InRange(left, long.MinValue, 16 * Mebibyte);
    }

    [Fact]
    public async Task A_response_without_an_end_is_refused() =>
        await Refused(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(Spaces, context.RequestAborted);
            }
        });

    [Fact]
    public async Task A_response_that_unpacks_to_nothing_without_an_end_is_refused()
    {
        // Blocks of no bytes: https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
        byte[] nothing = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0xFF, 0xFF], Mebibyte / 5).SelectMany(block => block)];
        await Refused(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(GzipHeader);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(nothing, context.RequestAborted);
            }
        });
    }

    [Fact]
    public async Task A_response_that_announces_too_much_is_refused_before_it_comes() =>
        await Refused(async context =>
        {
            context.Response.ContentLength = ResponseLimits.Success + 1L;
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

    [Fact]
    public async Task A_response_that_is_too_large_is_not_asked_for_again()
    {
        var requests = 0;
        var bomb = Bomb(100_000);
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            requests++;
            return Send(context, bomb);
        });
        var patient = new ConnectorClient(
            server.Address, new Tokens(ScriptedServer.Secure("c"), ScriptedServer.Secure("a")), "Test 1.0", new ConnectionOptions());

        var error = Assert.Throws<MewsProtocolException>(() => Get(patient));

        Assert.Equal(1, requests);
        Assert.Equal(1, error.Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_that_is_too_large_still_tells_its_status(bool isPacked)
    {
        var bomb = Bomb(10_000);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.Headers["Request-Id"] = "request-1";
            if (isPacked)
            {
                await Send(context, bomb);
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{ "Message": "{{new string('x', ResponseLimits.Error)}}" }""");
        });

        var error = Assert.Throws<MewsApiException>(() => Get(server.Client()));

        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Equal("request-1", error.RequestId);
        Assert.Null(error.ApiMessage);
    }

    [Fact]
    public async Task An_error_of_usual_size_keeps_its_message()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync($$"""{ "Message": "No.", "Details": "{{new string('x', ResponseLimits.Error - 100)}}" }""");
        });

        Assert.Equal("No.", Assert.Throws<MewsApiException>(() => Get(server.Client())).ApiMessage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_long_messages_is_read_whole(bool isPacked)
    {
        var text = new string('x', 30_000);
        var items = string.Join(",", Enumerable.Range(0, 1000).Select(_ =>
            $$"""{"Id":"{{Guid.NewGuid()}}","MessageThreadId":"{{Guid.NewGuid()}}","Text":"{{text}}","CreatedUtc":"2024-01-01T10:00:00Z","Sender":{"Discriminator":"Enterprise"} }"""));
        var body = Encoding.UTF8.GetBytes($$"""{"Messages":[{{items}}],"Cursor":null}""");
        var packed = Gzip(body);
        await using var server = await ScriptedServer.StartAsync(context => isPacked ? Send(context, packed) : Send(context, body, "identity"));

        var request = new ListRequest(null, [Guid.NewGuid()], null, null, new Limitation(1000, null));
        var page = server.Client().Send(Operations.GetMessages, request, Repeat.Read, ReadLists.Context()).Body;

        Assert.Equal(1000, page.Items!.Count);
        Assert.All(page.Items, message => Assert.Equal(text.Length, message.Text.Length));
    }

    private static ReadOnlyMemory<byte> GzipHeader => new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 };

    private static async Task Refused(Func<HttpContext, Task> write)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return write(context);
        });

        var error = Assert.Throws<MewsProtocolException>(() => Get(server.Client()));
        Assert.Contains("larger than 65536 KiB", error.Message, StringComparison.Ordinal);
    }

    private static void Get(ConnectorClient client) => client.Send(
        Operations.GetConfiguration, new(), Repeat.Read, ReadLists.Context());

    private static async Task Send(HttpContext context, byte[] body, string encoding = "gzip")
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = encoding;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
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

    /// <summary>So many packed bytes, about a thousand times as many unpacked: the same packed mebibyte again and again.</summary>
    private static byte[] Bomb(int length)
    {
        using var packed = new MemoryStream();
        using var gzip = new GZipStream(packed, CompressionLevel.SmallestSize);
        gzip.Write(Spaces);
        gzip.Flush();
        var first = packed.ToArray();
        gzip.Write(Spaces);
        gzip.Flush();
        var next = packed.ToArray()[first.Length..];
        return [.. first.Concat(Enumerable.Repeat(next, length / next.Length).SelectMany(mebibyte => mebibyte))];
    }
}
