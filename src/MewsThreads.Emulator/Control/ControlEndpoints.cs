using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MewsThreads.Emulator.Control;

/// <summary>
/// The emulator's own addresses, apart from the API's: what <see cref="EmulatorHost"/> offers in process, for everyone else.
/// </summary>
internal sealed class ControlEndpoints(EmulatorHost emulator, ControlAccess access, EmulatorClock clock)
{
    private const string Root = "/emulator";
    private readonly List<string> _paths = [];

    public void AddTo(IApplicationBuilder app) => app.MapWhen(
        context => context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal),
        control => control.Use(HandleAsync).UseRouting().UseEndpoints(Map));

    private void Map(IEndpointRouteBuilder routes)
    {
        Map(
            routes,
            "faults",
            ("GET", ShowFaults),
            ("POST", (FaultSet body) => Do(() => emulator.Faults.Set(body.Faults, body.Seed), ShowFaults)),
            ("PATCH", (FaultSet body) => Do(() => emulator.Faults.Add(body.Faults, body.Seed), ShowFaults)),
            ("DELETE", () => Do(emulator.Faults.Clear, TypedResults.NoContent)));
        Map(
            routes,
            "clock",
            ("GET", ShowClock),
            ("PUT", (ControlBody<Offset> body) => Do(() => clock.Offset = body.Value.Value, ShowClock)),
            ("DELETE", () => Do(() => clock.Offset = TimeSpan.Zero, TypedResults.NoContent)));
        Map(
            routes,
            "requests",
            ("GET", () => Json(emulator.Requests.Snapshot())),
            ("DELETE", () => Do(emulator.Requests.Clear, TypedResults.NoContent)));
        Map(routes, "answers", ("POST", (ControlBody<Answer> body) =>
            Json(emulator.Answer(body.Value.MessageThreadId, body.Value.Text))));
        Map(routes, "resolutions", ("POST", (ControlBody<Resolution> body) =>
            Json(emulator.Resolve(body.Value.MessageThreadId, body.Value.IsResolved))));
        Map(routes, "deletions", ("POST", (ControlBody<Deletion> body) =>
            Delete(body.Value.MessageThreadId)));
    }

    private void Map(IEndpointRouteBuilder routes, string name, params (string Method, Delegate Handler)[] handlers)
    {
        var path = $"{Root}/{name}";
        _paths.Add(path);
        foreach (var (method, handler) in handlers)
        {
            routes.MapMethods(path, [method], handler);
        }
        var allowed = string.Join(", ", handlers.Select(h => h.Method));
        routes.Map(path, (HttpResponse response) =>
        {
            response.Headers.Allow = allowed;
            return Error(StatusCodes.Status405MethodNotAllowed, $"Takes {allowed}.");
        });
    }

    // Before the endpoints, which would read the body of a call that is refused.
    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Stamp(Guid.NewGuid(), clock);
            return Task.CompletedTask;
        });
        try
        {
            await RespondAsync(context, next).ConfigureAwait(false);
        }
        catch (Exception e) when (Status(e) is { } status)
        {
            await Error(status, e is JsonException ? "The body must be JSON." : e.Message).ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private Task RespondAsync(HttpContext context, RequestDelegate next)
    {
        if (access.Refusal(context.Request) is { } refusal)
        {
            return Error(StatusCodes.Status403Forbidden, refusal).ExecuteAsync(context);
        }
        // Routing alone would tolerate another letter case and a slash at the end.
        return _paths.Contains(context.Request.Path.Value ?? "")
            ? next(context)
            : Error(StatusCodes.Status404NotFound, $"There are {string.Join(", ", _paths)}.").ExecuteAsync(context);
    }

    private static int? Status(Exception e) => e switch
    {
        // The server's own checks while the body is read, such as 413.
        BadHttpRequestException bad => bad.StatusCode,
        KeyNotFoundException => StatusCodes.Status404NotFound,
        JsonException or ArgumentException => StatusCodes.Status400BadRequest,
        _ => null,
    };

    private IResult ShowFaults() => Json(
        new { emulator.Faults.Seed, Faults = emulator.Faults.Snapshot().Select(StrictJson.Flat) });

    private IResult ShowClock() => Json(new { NowUtc = clock.UtcNow, OffsetSeconds = clock.Offset.TotalSeconds });

    private NoContent Delete(Guid threadId) =>
        emulator.Store.Delete(threadId) ? TypedResults.NoContent() : throw ThreadStore.NoThread(threadId);

    private static IResult Do(Action act, Func<IResult> respond)
    {
        act();
        return respond();
    }

    private static JsonHttpResult<ErrorBody> Error(int status, string message) => Json(new ErrorBody(message), status);

    private static JsonHttpResult<T> Json<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, StrictJson.Options, contentType: null, status);

    private sealed record ErrorBody(string Message);
}
