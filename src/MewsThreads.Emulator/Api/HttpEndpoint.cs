using System.Globalization;
using System.Text;
using MewsThreads.Emulator.Faults;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace MewsThreads.Emulator.Api;

/// <summary>Between the HTTP server and the API: makes a request of one and a response of the other.</summary>
internal sealed class HttpEndpoint(ConnectorApi api, EmulatorClock clock, Pauses pauses, IResponseCompressionProvider compression)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var response = await api.HandleAsync(Request(context), context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, response).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone; there is no one to answer.
            context.Abort();
        }
    }

    private async Task WriteAsync(HttpContext context, EmulatorResponse response)
    {
        if (response.Delivery == Delivery.Reset)
        {
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        context.Response.StatusCode = response.Status;
        context.Response.Stamp(response.RequestId, clock);
        headers.RetryAfter = response.RetryAfter;
        headers.Location = response.Location;
        if (response.Delivery == Delivery.WholeThenClosed)
        {
            CloseAfter(context);
        }
        if (response.Body is { } body)
        {
            context.Response.ContentType = response.ContentType;
            await WriteBodyAsync(context, response, Encode(context, body)).ConfigureAwait(false);
        }
    }

    private async Task WriteBodyAsync(HttpContext context, EmulatorResponse response, ReadOnlyMemory<byte> body)
    {
        var ct = context.RequestAborted;
        context.Response.ContentLength = body.Length;
        if (response.Delivery is Delivery.Whole or Delivery.WholeThenClosed)
        {
            await context.Response.Body.WriteAsync(body, ct).ConfigureAwait(false);
            return;
        }

        var half = body.Length / 2;
        await context.Response.Body.WriteAsync(body[..half], ct).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(ct).ConfigureAwait(false);
        if (response.Delivery == Delivery.InHalves)
        {
            await pauses.WaitAsync(response.Pause, ct).ConfigureAwait(false);
            await context.Response.Body.WriteAsync(body[half..], ct).ConfigureAwait(false);
        }
    }

    // Only then: asked before, the server would announce it by "Connection: close".
    private static void CloseAfter(HttpContext context) => context.Response.OnCompleted(() =>
    {
        context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
        return Task.CompletedTask;
    });

    // Not by the middleware, which would not know the length: a half has to be half of what is sent.
    private ReadOnlyMemory<byte> Encode(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (!compression.CheckRequestAcceptsCompression(context) || compression.GetCompressionProvider(context) is not { } provider)
        {
            return body;
        }
        context.Response.Headers.ContentEncoding = provider.EncodingName;
        var buffer = new MemoryStream();
        using (var stream = provider.CreateStream(buffer))
        {
            stream.Write(body.Span);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static EmulatorRequest Request(HttpContext context) => new()
    {
        Method = context.Request.Method,
        // Not the path, which is decoded: an escaped letter is one more way to miss the exact address.
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        HeaderCount = context.Request.Headers.Sum(header => header.Value.Count),
        // Each line has ": " and a line break besides its name and value.
        HeaderLength = context.Request.Headers.Sum(header => header.Value.Sum(value => header.Key.Length + (value?.Length ?? 0) + 4)),
        IsJson = IsJson(context.Request.ContentType),
        PrefersMinimal = PrefersMinimal(context.Request.Headers["Prefer"]),
        Body = context.Request.Body,
    };

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Encoding.UTF8.WebName.Equals(type.CharSet.Trim('"'), StringComparison.OrdinalIgnoreCase));

    // RFC 7240: preferences may be several, in one header or more, each with parameters.
    private static bool PrefersMinimal(StringValues prefer) => prefer
        .SelectMany(header => (header ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Split('='))
        .Any(pair => pair.Length == 2 && Is(pair[0], "return") && Is(pair[1], "minimal"));

    private static bool Is(string text, string token) => text.Trim(' ', '"').Equals(token, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Headers that every response carries, whoever wrote it.</summary>
internal static class ResponseHeaders
{
    /// <summary>
    /// Adds the request's id and the emulator's time, in whole seconds. The web server's own date would be by the machine's clock.
    /// </summary>
    public static void Stamp(this HttpResponse response, Guid requestId, EmulatorClock clock)
    {
        response.Headers["Request-Id"] = requestId.ToString();
        response.Headers.Date = clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
    }
}
