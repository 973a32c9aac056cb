using System.Net;
using System.Text.Json;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// The emulator's own address, beside the API's: faults, clock, request log and the other side of conversations over HTTP, for whoever
/// does not host it in process.
/// </summary>
internal sealed class ControlEndpoint(FaultSchedule faults, OffsetClock clock, RequestLog requests, Conversation conversation)
{
    public const string Root = "/emulator";
    private static readonly string[] Paths = ["faults", "clock", "requests", "answers", "resolutions"];

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var (status, answer) = IsFromHere(context.Request)
                ? await AnswerAsync(context.Request).ConfigureAwait(false)
                : (StatusCodes.Status403Forbidden, Error("Only for programs on this computer, not for web pages."));
            context.Response.StatusCode = status;
            if (answer is not null)
            {
                await context.Response.WriteAsJsonAsync(answer, ControlJson.Options, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    // A browser says where a page comes from (Origin), or, tricked by a name that resolves to this computer, says that name (Host).
    private static bool IsFromHere(HttpRequest request)
    {
        var host = request.Host.Host;
        return request.Headers.Origin.Count == 0
            && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
    }

    private async Task<(int Status, object? Answer)> AnswerAsync(HttpRequest request)
    {
        try
        {
            switch (request.Path.Value)
            {
                case $"{Root}/faults":
                    return await FaultsAsync(request).ConfigureAwait(false);
                case $"{Root}/clock":
                    return await ClockAsync(request).ConfigureAwait(false);
                case $"{Root}/requests":
                    return Requests(request);
                case $"{Root}/answers":
                    return await ConverseAsync(request, Answer).ConfigureAwait(false);
                case $"{Root}/resolutions":
                    return await ConverseAsync(request, Resolve).ConfigureAwait(false);
                default:
                    return (
                        StatusCodes.Status404NotFound,
                        Error("There are " + string.Join(", ", Paths.Select(path => $"{Root}/{path}")) + "."));
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return (StatusCodes.Status400BadRequest, Error(e.Message));
        }
        catch (KeyNotFoundException e)
        {
            return (StatusCodes.Status404NotFound, Error(e.Message));
        }
        catch (JsonException)
        {
            return (StatusCodes.Status400BadRequest, Error("The body must be JSON."));
        }
    }

    private async Task<(int Status, object? Answer)> FaultsAsync(HttpRequest request)
    {
        switch (request.Method)
        {
            case "GET":
                break;
            case "POST":
                using (var body = await ReadAsync(request).ConfigureAwait(false))
                {
                    var (added, seed) = FaultReader.Read(body.RootElement);
                    faults.Add(added);
                    faults.Seed = seed ?? faults.Seed;
                }
                break;
            case "DELETE":
                faults.Clear();
                return (StatusCodes.Status204NoContent, null);
            default:
                return NotAllowed(request, "GET, POST, DELETE");
        }
        return (StatusCodes.Status200OK, new { faults.Seed, Faults = faults.Snapshot().Select(ControlJson.Flat) });
    }

    private async Task<(int Status, object? Answer)> ClockAsync(HttpRequest request)
    {
        switch (request.Method)
        {
            case "GET":
                break;
            case "PUT":
                using (var body = await ReadAsync(request).ConfigureAwait(false))
                {
                    clock.Offset = ClockReader.Read(body.RootElement);
                }
                break;
            case "DELETE":
                clock.Offset = TimeSpan.Zero;
                return (StatusCodes.Status204NoContent, null);
            default:
                return NotAllowed(request, "GET, PUT, DELETE");
        }
        return (StatusCodes.Status200OK, new { NowUtc = clock.GetUtcNow(), OffsetSeconds = clock.Offset.TotalSeconds });
    }

    private (int Status, object? Answer) Requests(HttpRequest request)
    {
        switch (request.Method)
        {
            case "GET":
                return (StatusCodes.Status200OK, requests.Snapshot());
            case "DELETE":
                requests.Clear();
                return (StatusCodes.Status204NoContent, null);
            default:
                return NotAllowed(request, "GET, DELETE");
        }
    }

    private static async Task<(int Status, object? Answer)> ConverseAsync(HttpRequest request, Func<JsonElement, object> act)
    {
        if (request.Method != "POST")
        {
            return NotAllowed(request, "POST");
        }
        using var body = await ReadAsync(request).ConfigureAwait(false);
        return (StatusCodes.Status200OK, act(body.RootElement));
    }

    private StoredMessage Answer(JsonElement json)
    {
        var (threadId, text) = ConversationReader.Answer(json);
        return conversation.Answer(threadId, text);
    }

    private StoredThread Resolve(JsonElement json)
    {
        var (threadId, isResolved) = ConversationReader.Resolution(json);
        return conversation.Resolve(threadId, isResolved);
    }

    // Whatever the content type: the ones that commands send by default are not JSON's.
    private static Task<JsonDocument> ReadAsync(HttpRequest request) =>
        JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);

    private static (int Status, object? Answer) NotAllowed(HttpRequest request, string allowed)
    {
        request.HttpContext.Response.Headers.Allow = allowed;
        return (StatusCodes.Status405MethodNotAllowed, Error($"Takes {allowed}."));
    }

    private static object Error(string message) => new { Message = message };
}
