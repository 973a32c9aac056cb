using System.Text.Json;
using System.Text.RegularExpressions;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Operations;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// The API without its HTTP server: finds the operation, checks what all have in common, and turns outcomes into answers. The
/// checks come in this order: address and method (404), faults, body (400), tokens (401), request limit (429), the rest of the body
/// (400).
/// </summary>
internal sealed partial class ConnectorApi
{
    public const string Root = "/api/connector/v1/";
    private readonly Dictionary<string, Func<ApiCall, OperationResult>> _operations;
    private readonly RequestLimiter _limiter;
    private readonly RequestLog _requests;
    private readonly OffsetClock _clock;
    private readonly FaultInjector _faults;
    private readonly ILogger _logger;

    public ConnectorApi(
        EmulatorOptions given, OffsetClock clock, ThreadStore store, RequestLog requests, FaultInjector faults, ILogger logger)
    {
        _logger = logger;
        _clock = clock;
        _requests = requests;
        _faults = faults;
        var options = given with { Clock = clock };
        _limiter = new RequestLimiter(options, clock);
        // By exact text: the documented address is case-sensitive and takes not one more character.
        _operations = new(StringComparer.Ordinal)
        {
            [Root + GetAllMessageThreads.Name] = new GetAllMessageThreads(options, store).Execute,
            [Root + AddMessageThread.Name] = new AddMessageThread(options, store).Execute,
            [Root + GetAllMessages.Name] = new GetAllMessages(options, store.Messages).Execute,
            [Root + AddMessages.Name] = new AddMessages(options, store.Messages).Execute,
            [Root + GetAllEnterprises.Name] = new GetAllEnterprises(options).Execute,
            [Root + GetConfiguration.Name] = new GetConfiguration(options).Execute,
        };
    }

    /// <summary>Answers one request. Throws only when the client has gone meanwhile.</summary>
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken ct)
    {
        var entry = _requests.Arrived(Guid.NewGuid(), _clock.TrueUtcNow, OperationName(request.Target));
        var response = await RespondAsync(request, entry, ct).ConfigureAwait(false);
        if (response.Delivery != Delivery.Reset)
        {
            entry.Request = entry.Request with { Status = response.Status };
        }
        return response;
    }

    private async Task<ApiResponse> RespondAsync(ApiRequest request, RequestLog.Entry entry, CancellationToken ct)
    {
        try
        {
            if (request.Method != HttpMethods.Post || !_operations.TryGetValue(request.Target, out var operation))
            {
                throw ApiException.NotFound();
            }
            using var json = await ParseAsync(request, ct).ConfigureAwait(false);
            var body = json?.RootElement;
            return _faults.IsIdle
                ? CarryOut()
                : await _faults.AnswerAsync(new FaultTarget(request.Target[Root.Length..], body), entry, CarryOut, ct).ConfigureAwait(false);

            ApiResponse CarryOut() => Execute(operation, request, body, entry);
        }
        catch (ApiException e)
        {
            return Error(entry, e.Status, e.Message) with { RetryAfter = e.RetryAfter };
        }
        catch (BadHttpRequestException e)
        {
            // The server's own checks while the body is read, such as 413.
            return Error(entry, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            LogFailure(e);
            return Error(entry, StatusCodes.Status500InternalServerError, "Unexpected error.");
        }
    }

    private ApiResponse Execute(
        Func<ApiCall, OperationResult> operation, ApiRequest request, JsonElement? json, RequestLog.Entry entry)
    {
        // 415 would be the other choice, but the documentation has no such status and calls any malformed request a 400.
        var body = json ?? throw ApiException.BadRequest(
            request.IsJson ? "The body must be a JSON object." : "Content-Type must be application/json.");
        var scope = Authenticate(body);
        var call = new ApiCall(body, scope, entry);
        var client = Fields.RequiredString(body, "Client");
        // A client that mixes up its properties must not see its tokens in the log.
        call.Log(r => r with { Client = TokenScope.IsMentionedIn(client) ? null : client });
        // Either one without the other is ignored, and so are both here: no text of these operations depends on them.
        Fields.OptionalString(body, "LanguageCode");
        Fields.OptionalString(body, "CultureCode");
        var result = operation(call);
        call.Log(r => r with { Processed = true });
        return result.IsEmptyPage && request.PrefersMinimal
            ? new ApiResponse(entry.Request.RequestId, StatusCodes.Status204NoContent, Body: null)
            : new ApiResponse(entry.Request.RequestId, StatusCodes.Status200OK, result.Body);
    }

    /// <summary>The body; <see langword="null"/> when it is not a JSON object.</summary>
    private static async Task<JsonDocument?> ParseAsync(ApiRequest request, CancellationToken ct)
    {
        if (!request.IsJson)
        {
            return null;
        }
        try
        {
            var json = await JsonDocument.ParseAsync(request.Body, default, ct).ConfigureAwait(false);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }
            json.Dispose();
        }
        catch (JsonException)
        {
            // The parser's own message quotes the body, which holds tokens.
        }
        return null;
    }

    private TokenScope Authenticate(JsonElement body)
    {
        var accessToken = Token(body, "AccessToken");
        var scope = TokenScope.Find(Token(body, "ClientToken"), accessToken)
            ?? throw ApiException.Unauthorized("Invalid ClientToken or AccessToken.");
        _limiter.Admit(accessToken);
        return scope;
    }

    // A missing or mistyped token is no valid token: 401 as well.
    private static string Token(JsonElement body, string name) =>
        Fields.Get(body, name) is { ValueKind: JsonValueKind.String } value
            ? Fields.Text(value, name)
            : throw ApiException.Unauthorized($"Invalid {name}.");

    private static ApiResponse Error(RequestLog.Entry entry, int status, string message) =>
        new(entry.Request.RequestId, status, ApiJson.Error(message, entry.Request.RequestId));

    // An address is logged only if it looks like one: a client with a bug may put anything there.
    private static string OperationName(string target)
    {
        var name = target.StartsWith(Root, StringComparison.Ordinal) ? target[Root.Length..] : "";
        return OperationShape().IsMatch(name) ? name : "";
    }

    [LoggerMessage(LogLevel.Error, "The emulator failed; the request was answered with 500.")]
    private partial void LogFailure(Exception exception);

    [GeneratedRegex(@"\A[A-Za-z]{1,50}/[A-Za-z]{1,50}(/\d{4}-\d\d-\d\d)?\z", RegexOptions.ECMAScript)]
    private static partial Regex OperationShape();
}
