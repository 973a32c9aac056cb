using System.Net.Http.Headers;
using System.Text;
using MewsThreads.Emulator.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace MewsThreads.Emulator;

/// <summary>Between the HTTP server and the API: makes a request of one and a response of the other.</summary>
internal sealed partial class HttpEndpoint(ConnectorApi api, ILogger logger)
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

    private ApiRequest Request(HttpContext context) => new()
    {
        Method = context.Request.Method,
        // The path is decoded and the routing case-insensitive; what was sent is neither.
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        IsJson = IsJson(context.Request.ContentType),
        PrefersMinimal = PrefersMinimal(context.Request.Headers["Prefer"]),
        Body = context.Request.Body,
        Failed = e => LogFailure(e),
    };

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Encoding.UTF8.WebName.Equals(type.CharSet.Trim('"'), StringComparison.OrdinalIgnoreCase));

    // RFC 7240: preferences may be several, in one header or more, each with parameters.
    private static bool PrefersMinimal(StringValues prefer) => prefer
        .SelectMany(header => (header ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))
        .Any(preference => preference.Equals("return=minimal", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(LogLevel.Error, "The emulator failed; the request was answered with 500.")]
    private partial void LogFailure(Exception exception);
}
