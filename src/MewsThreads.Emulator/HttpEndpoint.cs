using System.Net.Http.Headers;
using System.Text;
using MewsThreads.Emulator.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace MewsThreads.Emulator;

/// <summary>Between the HTTP server and the API: makes a request of one and a response of the other.</summary>
internal sealed class HttpEndpoint(ConnectorApi api)
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

    private static async Task WriteAsync(HttpContext context, ApiResponse response)
    {
        context.Response.StatusCode = response.Status;
        context.Response.Headers["Request-Id"] = response.RequestId.ToString();
        if (response.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }
        if (response.Body is { } body)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static ApiRequest Request(HttpContext context) => new()
    {
        Method = context.Request.Method,
        // Not the path, which is decoded: an escaped letter is one more way to miss the exact address.
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
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
