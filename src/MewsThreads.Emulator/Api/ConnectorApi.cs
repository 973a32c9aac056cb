using System.Text.Json;
using System.Text.RegularExpressions;
using MewsThreads.Emulator.Faults;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>
/// The API without its HTTP server: finds the operation, checks what all have in common, and turns outcomes into responses. The
/// checks come in this order: size of the address and the headers (414, 431), address and method (404), faults, JSON (400), tokens (401),
/// request limit (429), the rest of the body (400).
/// </summary>
internal sealed partial class ConnectorApi
{
    public const string Root = "/api/connector/v1/";
    private readonly Dictionary<string, Func<ApiCall, OperationResult>> _operations;
    private readonly RateLimit _rateLimit;
    private readonly RequestLog _requests;
    private readonly LiveWorld _live;
    private readonly FaultInjector _faults;
    private readonly ILogger _logger;

    public ConnectorApi(
        EmulatorOptions options, LiveWorld live, ThreadStore store, RequestLog requests, FaultInjector faults, ILogger logger)
    {
        _logger = logger;
        _live = live;
        _requests = requests;
        _faults = faults;
        _rateLimit = new RateLimit(options, live);
        var (threads, messages) = (new ThreadOperations(store), new MessageOperations(store.Messages));
        _operations = new()
        {
            [ThreadOperations.GetAllName] = threads.GetAll,
            [ThreadOperations.AddName] = threads.Add,
            [MessageOperations.GetAllName] = messages.GetAll,
            [MessageOperations.AddName] = messages.Add,
            [EnterpriseOperations.GetAllName] = EnterpriseOperations.GetAll,
            [EnterpriseOperations.GetConfigurationName] = EnterpriseOperations.GetConfiguration,
        };
    }

    /// <summary>Responds to one request. Throws only when the client has gone meanwhile.</summary>
    public async Task<EmulatorResponse> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        var entry = _requests.Arrived(Guid.NewGuid(), _live.Clock.SteadyUtcNow, OperationName(request.Target()));
        var response = await RespondAsync(request, entry, ct).ConfigureAwait(false);
        if (response.Delivery != Delivery.Reset)
        {
            entry.Request = entry.Request with { Status = response.Status };
        }
        return response;
    }

    private async Task<EmulatorResponse> RespondAsync(HttpRequest request, RequestLog.Entry entry, CancellationToken ct)
    {
        try
        {
            request.CheckSize();
            var world = _live.World;
            var operation = request.Method == HttpMethods.Post ? FindOperation(request.Target(), world) : null;
            if (operation is null)
            {
                throw ApiError.NotFound();
            }
            using var json = await request.ParseAsync(ct).ConfigureAwait(false);
            var body = json?.RootElement;
            return _faults.IsIdle
                ? CarryOut()
                : await _faults.RespondAsync(new FaultTarget(operation, body, world), entry, CarryOut, ct).ConfigureAwait(false);

            EmulatorResponse CarryOut() => Execute(operation, request, body, world, entry);
        }
        catch (ApiError e)
        {
            return EmulatorResponse.Of(e, entry.Request.RequestId);
        }
        catch (BadHttpRequestException e)
        {
            // The server's own checks while the body is read, such as 413.
            return EmulatorResponse.Of(new ApiError(e.StatusCode, e.Message), entry.Request.RequestId);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            LogFailure(e);
            return EmulatorResponse.Of(ApiError.Unexpected(), entry.Request.RequestId);
        }
    }

    private EmulatorResponse Execute(string operation, HttpRequest request, JsonElement? json, World world, RequestLog.Entry entry)
    {
        // 415 would be the other choice, but the documentation has no such status and calls any malformed request a 400.
        var body = json ?? throw (request.IsJson() ? ApiError.NotJson() : ApiError.NotJsonType());
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ApiError.BodyNotObject();
        }
        var (scope, refusal) = Authenticate(body);
        var isAdd = operation is ThreadOperations.AddName or MessageOperations.AddName;
        if (refusal is not null && !(isAdd && world.Refusals == Refusals.AfterWriting))
        {
            throw refusal;
        }
        if (isAdd && scope.Home.IsPortfolio && world.PortfolioAdd == PortfolioAdd.Reject)
        {
            throw ApiError.PortfolioToken();
        }
        var call = new ApiCall(body, scope, world, _live.Now, entry);
        ReadClient(call);
        // Either one without the other is ignored, and so are both here: no text of these operations depends on them.
        Fields.OptionalString(body, "LanguageCode");
        Fields.OptionalString(body, "CultureCode");
        if (world.UnknownProperties == UnknownProperties.Reject)
        {
            KnownProperties.Check(operation, body);
        }
        var result = _operations[operation](call);
        call.Log(r => r with { Processed = true });
        if (refusal is not null)
        {
            throw refusal;
        }
        return result.IsEmptyPage && request.PrefersMinimal()
            ? new EmulatorResponse(entry.Request.RequestId, StatusCodes.Status204NoContent, Body: null)
            : new EmulatorResponse(entry.Request.RequestId, StatusCodes.Status200OK, result.Body);
    }

    /// <summary>The name of the operation at an address; <see langword="null"/> if there is none.</summary>
    private string? FindOperation(string target, World world)
    {
        // By exact text: the documented address is case-sensitive and takes not one more character.
        var comparison = world.Addresses == Addresses.Exact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var address = world.Addresses == Addresses.Lenient && target.EndsWith('/') ? target[..^1] : target;
        return address.StartsWith(Root, comparison)
            ? _operations.Keys.FirstOrDefault(name => address.AsSpan(Root.Length).Equals(name, comparison))
            : null;
    }

    private static void ReadClient(ApiCall call)
    {
        var client = Fields.RequiredString(call.Body, "Client");
        // A client that mixes up its properties must not see its tokens in the log.
        call.Log(r => r with { Client = TokenScope.IsMentionedIn(client) ? null : client });
        if (call.World.ClientVersion == ClientVersion.Required && !NameAndVersion().IsMatch(client))
        {
            throw ApiError.Invalid("Client");
        }
    }

    private (TokenScope Scope, ApiError? Refusal) Authenticate(JsonElement body)
    {
        var accessToken = Token(body, "AccessToken");
        var scope = TokenScope.Find(Token(body, "ClientToken"), accessToken) ?? throw ApiError.UnknownTokens();
        return (scope, _rateLimit.Refusal(accessToken));
    }

    // A missing or mistyped token is no valid token: 401 as well.
    private static string Token(JsonElement body, string name) =>
        Fields.Get(body, name) is { ValueKind: JsonValueKind.String } value
            ? Fields.Text(value, name)
            : throw ApiError.InvalidToken(name);

    // An address is logged only if it looks like one: a client with a bug may put anything there.
    private static string OperationName(string target)
    {
        var name = target.StartsWith(Root, StringComparison.Ordinal) ? target[Root.Length..] : "";
        return OperationShape().IsMatch(name) ? name : "";
    }

    [LoggerMessage(LogLevel.Error, "The emulator failed; the request was answered with 500.")]
    private partial void LogFailure(Exception exception);

    [GeneratedRegex(@"\S\s+v?\d\S*\z")]
    private static partial Regex NameAndVersion();

    [GeneratedRegex(@"\A[A-Za-z]{1,50}/[A-Za-z]{1,50}(/\d{4}-\d\d-\d\d)?\z", RegexOptions.ECMAScript)]
    private static partial Regex OperationShape();
}
