using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Faults;
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

/// <summary>The body of a control call, whatever its content type: the ones that commands send by default are not JSON's.</summary>
internal sealed record ControlBody<T>(T Value)
{
    public static async ValueTask<ControlBody<T>> BindAsync(HttpContext context)
    {
        using var json = await JsonText.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        return new ControlBody<T>(StrictJson.Read<T>(json.RootElement));
    }
}

/// <summary>How far the clock is to be off.</summary>
internal sealed record Offset(double OffsetSeconds)
{
    internal TimeSpan Value => Math.Abs(OffsetSeconds) <= EmulatorClock.Most.TotalSeconds
        ? TimeSpan.FromSeconds(OffsetSeconds)
        : throw new ArgumentException($"OffsetSeconds must be at most {EmulatorClock.Most.TotalSeconds:0} either way.");
}

/// <summary>What the enterprise writes in a thread.</summary>
internal sealed record Answer(Guid MessageThreadId, string Text);

/// <summary>Whether the enterprise resolves a thread or reopens it.</summary>
internal sealed record Resolution(Guid MessageThreadId, bool IsResolved = true);

/// <summary>A thread that is to go.</summary>
internal sealed record Deletion(Guid MessageThreadId);

/// <summary>
/// Faults as they are sent: a fault, an array of faults, or <c>{ "Seed": 7, "Faults": [ … ] }</c>; a single fault can have the seed next
/// to its own properties.
/// </summary>
internal sealed record FaultSet(IReadOnlyList<Fault> Faults, int? Seed)
{
    public static async ValueTask<FaultSet> BindAsync(HttpContext context)
    {
        using var json = await JsonText.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        var whole = Whole(json.RootElement);
        var (faults, seed) = StrictJson.Read<Schedule>(whole);
        var items = faults.ValueKind == JsonValueKind.Array ? faults.EnumerateArray() : Enumerable.Repeat(faults, 1);
        return new FaultSet([.. items.Select(StrictJson.Read<Fault>)], whole.TryGetProperty(nameof(Seed), out _) ? seed : null);
    }

    private static JsonElement Whole(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return JsonSerializer.SerializeToElement(new { Faults = json });
        }
        if (json.TryGetProperty(nameof(Faults), out _))
        {
            return json;
        }
        var fault = json.EnumerateObject().GroupBy(p => p.Name).ToDictionary(named => named.Key, named => named.Last().Value);
        return fault.Remove(nameof(Seed), out var seed)
            ? JsonSerializer.SerializeToElement(new { Seed = seed, Faults = fault })
            : JsonSerializer.SerializeToElement(new { Faults = fault });
    }

    private sealed record Schedule(JsonElement Faults, int Seed = 0);
}
