using System.Globalization;
using MewsThreads.Emulator.Faults;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace MewsThreads.Emulator.Api;

/// <summary>Sends the responses of the API, as far as they are to be sent.</summary>
internal sealed class HttpEndpoint(ConnectorApi api, EmulatorClock clock, Pauses pauses, IResponseCompressionProvider compression)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var response = await api.HandleAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, response).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone; there is no one to respond to.
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
