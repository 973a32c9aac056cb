using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace MewsThreads.Emulator.Api;

/// <summary>What the API needs to know of an HTTP request.</summary>
internal static class IncomingRequest
{
    /// <summary>
    /// The request target as sent, query and escapes included. Not the path, which is decoded: an escaped letter is one more way to miss
    /// the exact address.
    /// </summary>
    public static string Target(this HttpRequest request) =>
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Checks the limits of a usual web server. The server's own are far above, since it answers without a Request-Id.</summary>
    public static void CheckSize(this HttpRequest request)
    {
        const int targetLength = 8 * 1024;
        const int headerLength = 32 * 1024;
        const int headerCount = 100;
        if (request.Target().Length > targetLength)
        {
            throw ApiError.AddressTooLong();
        }
        // Each line has ": " and a line break besides its name and value.
        var length = request.Headers.Sum(header => header.Value.Sum(value => header.Key.Length + (value?.Length ?? 0) + 4));
        if (length > headerLength || request.Headers.Sum(header => header.Value.Count) > headerCount)
        {
            throw ApiError.HeadersTooLarge();
        }
    }

    /// <summary>Whether the content type is <c>application/json</c> in UTF-8.</summary>
    public static bool IsJson(this HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Encoding.UTF8.WebName.Equals(type.CharSet.Trim('"'), StringComparison.OrdinalIgnoreCase));

    /// <summary>The body; <see langword="null"/> if it is not JSON, by its content type or by its content.</summary>
    public static async Task<JsonDocument?> ParseAsync(this HttpRequest request, CancellationToken ct)
    {
        try
        {
            return request.IsJson() ? await JsonText.ReadAsync(request.Body, ct).ConfigureAwait(false) : null;
        }
        catch (JsonException)
        {
            // The parser's own message quotes the body, which holds tokens.
            return null;
        }
    }

    /// <summary>
    /// Whether it has <c>Prefer: return=minimal</c>. RFC 7240: preferences may be several, in one header or more, each with parameters.
    /// </summary>
    public static bool PrefersMinimal(this HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(header => (header ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Split('='))
        .Any(pair => pair.Length == 2 && Is(pair[0], "return") && Is(pair[1], "minimal"));

    private static bool Is(string text, string token) => text.Trim(' ', '"').Equals(token, StringComparison.OrdinalIgnoreCase);
}
