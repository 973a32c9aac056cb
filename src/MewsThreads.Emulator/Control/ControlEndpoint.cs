using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// The emulator's own address, apart from the API's: faults, clock, request log and the other side of conversations over HTTP, for whoever
/// does not host it in process.
/// </summary>
internal sealed class ControlEndpoint(
    ControlAccess access, FaultSchedule faults, EmulatorClock clock, RequestLog requests, Conversation conversation)
{
    public const string Root = "/emulator";
    private static readonly string[] Paths = ["faults", "clock", "requests", "answers", "resolutions", "deletions"];

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var (status, answer) = access.Refusal(context.Request) is { } refusal
                ? (StatusCodes.Status403Forbidden, Error(refusal))
                : await AnswerAsync(context.Request).ConfigureAwait(false);
            context.Response.StatusCode = status;
            context.Response.Stamp(Guid.NewGuid(), clock);
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
                case $"{Root}/deletions":
                    return await ConverseAsync(request, Delete).ConfigureAwait(false);
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
        catch (BadHttpRequestException e)
        {
            // The server's own checks while the body is read, such as 413.
            return (e.StatusCode, Error(e.Message));
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
                    var (schedule, seed) = FaultReader.Read(body.RootElement);
                    faults.Set(schedule, seed);
                }
                break;
            case "PATCH":
                using (var body = await ReadAsync(request).ConfigureAwait(false))
                {
                    var (added, seed) = FaultReader.Read(body.RootElement);
                    faults.Add(added, seed);
                }
                break;
            case "DELETE":
                faults.Clear();
                return (StatusCodes.Status204NoContent, null);
            default:
                return NotAllowed(request, "GET, POST, PATCH, DELETE");
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

    private static async Task<(int Status, object? Answer)> ConverseAsync(HttpRequest request, Func<JsonElement, object?> act)
    {
        if (request.Method != "POST")
        {
            return NotAllowed(request, "POST");
        }
        using var body = await ReadAsync(request).ConfigureAwait(false);
        var answer = act(body.RootElement);
        return (answer is null ? StatusCodes.Status204NoContent : StatusCodes.Status200OK, answer);
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

    private object? Delete(JsonElement json)
    {
        conversation.Delete(ConversationReader.Deletion(json));
        return null;
    }

    // Whatever the content type: the ones that commands send by default are not JSON's.
    private static Task<JsonDocument> ReadAsync(HttpRequest request) =>
        JsonText.ReadAsync(request.Body, request.HttpContext.RequestAborted);

    private static (int Status, object? Answer) NotAllowed(HttpRequest request, string allowed)
    {
        request.HttpContext.Response.Headers.Allow = allowed;
        return (StatusCodes.Status405MethodNotAllowed, Error($"Takes {allowed}."));
    }

    private static object Error(string message) => new { Message = message };
}
