using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Transport;

/// <summary>
/// Sends requests to the Connector API and reads their answers: within the limit of the token, again where that is safe, and until
/// it is cancelled. Safe to be used by several threads at once.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Shared by every runspace that holds the connection; idle sockets close by themselves.")]
internal sealed class ConnectorClient
{
    /// <summary>The most requests that are sent at the same time.</summary>
    public const int MaximumConnections = 64;

    private readonly HttpClient _http;
    private readonly Tokens _tokens;
    private readonly byte[] _clientNameJson;
    private readonly ConnectionOptions _options;
    private readonly RequestLimiter _limiter;
    private readonly BackOff _backOff;

    public ConnectorClient(Uri platformAddress, Tokens tokens, string clientName, ConnectionOptions options, Clock? clock = null, Random? random = null)
    {
        PlatformAddress = platformAddress;
        ClientName = clientName;
        Clock = clock ?? Clock.System;
        _tokens = tokens;
        _options = options;
        _limiter = new RequestLimiter(Clock, options.RequestLimit, options.RequestLimitWindow);
        _backOff = new BackOff(random ?? new Random());
        _clientNameJson = JsonSerializer.SerializeToUtf8Bytes(clientName, ContractJson.Default.String);
        _http = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // .NET Framework has two by itself, which -ThrottleLimit is to exceed.
            MaxConnectionsPerServer = MaximumConnections,
        })
        {
            // Each request has its own limit, which also covers the reading of the answer.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MewsThreads", ModuleVersion.Text));
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        _http.DefaultRequestHeaders.ExpectContinue = false;
    }

    public Uri PlatformAddress { get; }

    public string ClientName { get; }

    public Clock Clock { get; }

    /// <summary>
    /// Calls an operation and blocks until its answer is read, or until it has failed for good.
    /// </summary>
    /// <param name="operation">The operation, and how to write and read its bodies.</param>
    /// <param name="request">The operation's own properties.</param>
    /// <param name="repeat">When it may be sent again.</param>
    /// <param name="observer">Is told of the request, of retries and waits.</param>
    /// <param name="cancellation">Ends the call, and any wait in it, at any moment.</param>
    /// <exception cref="MewsApiException">The answer has an error status.</exception>
    /// <exception cref="MewsProtocolException">The answer is not what the operation promises.</exception>
    /// <exception cref="MewsTransportException">No complete answer came.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public ApiResponse<TResponse> Send<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, TRequest request, Repeat repeat, IRequestObserver observer, CancellationToken cancellation)
    {
        var pipeline = new PipelineThread();
        pipeline.Enter();
        var response = pipeline.Await(SendAsync(operation, request, repeat, observer, pipeline, cancellation));
        observer.Report($"{operation.Name}: {response.Outcome}");
        return response;
    }

    /// <summary>
    /// The same beside the thread of the command, which has to run what comes back to it; the answer itself is not reported.
    /// </summary>
    public async Task<ApiResponse<TResponse>> SendAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation,
        TRequest request,
        Repeat repeat,
        IRequestObserver observer,
        PipelineThread pipeline,
        CancellationToken cancellation)
    {
        var properties = JsonSerializer.SerializeToUtf8Bytes(request, operation.RequestType);
        for (var attempt = 1; ; attempt++)
        {
            await WaitForRoomAsync(observer, pipeline, cancellation).ConfigureAwait(false);
            try
            {
                return await SendOnceAsync(operation, properties, cancellation).ConfigureAwait(false);
            }
            catch (MewsException e)
            {
                cancellation.ThrowIfCancellationRequested();
                e.Attempts = attempt;
                if (attempt > _options.MaximumRetryCount || !MayBeSentAgain(e, repeat))
                {
                    throw;
                }

                await WaitToSendAgainAsync(e, attempt, observer, pipeline, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitForRoomAsync(IRequestObserver observer, PipelineThread pipeline, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reported = false;
        while (_limiter.TryBegin() is var wait && wait > TimeSpan.Zero)
        {
            if (!reported)
            {
                await pipeline;
                cancellation.ThrowIfCancellationRequested();
                observer.Report(
                    $"Waiting {wait.TotalSeconds:0.0} s: {_options.RequestLimit} requests in {_options.RequestLimitWindow.TotalSeconds:0} s are the limit of an access token");
                reported = true;
            }

            await WaitAsync("Within the request limit of Mews", wait, observer, pipeline, cancellation).ConfigureAwait(false);
        }
    }

    private static bool MayBeSentAgain(MewsException exception, Repeat repeat) => exception switch
    {
        MewsApiException { StatusCode: (HttpStatusCode)429 } => true,
        MewsTransportException { NeverSent: true } => true,
        _ when repeat == Repeat.Write => false,
        MewsApiException { StatusCode: HttpStatusCode.RequestTimeout } => repeat == Repeat.Read,
        MewsApiException { StatusCode: var status } => (int)status >= 500,
        _ => true,
    };

    private async Task WaitToSendAgainAsync(
        MewsException exception, int attempt, IRequestObserver observer, PipelineThread pipeline, CancellationToken cancellation)
    {
        var api = exception as MewsApiException;
        if (api?.RetryAfter > _options.MaximumWait)
        {
            api.RetryAt = api.RetryAfter < TimeSpan.FromDays(36500) ? Clock.UtcNow + api.RetryAfter : DateTimeOffset.MaxValue;
            throw api;
        }

        if (api?.StatusCode == (HttpStatusCode)429 && api.RetryAfter is { } asked)
        {
            _limiter.Pause(asked);
        }

        var wait = _backOff.Next(attempt, api?.RetryAfter);
        await pipeline;
        cancellation.ThrowIfCancellationRequested();
        observer.Report($"{exception.Message} Waiting {wait.TotalSeconds:0.0} s, then retry {attempt} of {_options.MaximumRetryCount}");
        await WaitAsync($"To send {exception.Operation} again", wait, observer, pipeline, cancellation).ConfigureAwait(false);
    }

    private async Task WaitAsync(string what, TimeSpan duration, IRequestObserver observer, PipelineThread pipeline, CancellationToken cancellation)
    {
        var second = TimeSpan.FromSeconds(1);
        var until = Clock.Elapsed + duration;
        for (var left = duration; left > TimeSpan.Zero; left = until - Clock.Elapsed)
        {
            await pipeline;
            cancellation.ThrowIfCancellationRequested();
            observer.Waiting(what, left);
            await Clock.WaitAsync(left < second ? left : second, cancellation).ConfigureAwait(false);
        }

        await pipeline;
        cancellation.ThrowIfCancellationRequested();
        observer.Waiting(what, TimeSpan.Zero);
    }

    /// <summary>Sends a request that the limiter has admitted.</summary>
    private async Task<ApiResponse<TResponse>> SendOnceAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, byte[] properties, CancellationToken cancellation)
    {
        try
        {
            return await ExchangeAsync(operation, properties, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _limiter.End();
        }
    }

    private async Task<ApiResponse<TResponse>> ExchangeAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, byte[] properties, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Clock.CancelAfter(limited, _options.Timeout);
        string? requestId = null;
        try
        {
            var stopwatch = Stopwatch.StartNew();
            using var body = new RequestBody(_tokens, _clientNameJson, properties);
            using var message = new HttpRequestMessage(HttpMethod.Post, Transport.PlatformAddress.Of(PlatformAddress, operation.Name));
            message.Content = body.ToContent();
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);

            using var closing = CloseOnCancel(response, limited.Token);
            requestId = RequestIdOf(response);
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadErrorAsync(operation.Name, response, requestId, limited.Token).ConfigureAwait(false);
            }

            var answer = await ReadAnswerAsync(operation, response, requestId, limited.Token).ConfigureAwait(false);
            return new ApiResponse<TResponse>(answer, requestId, stopwatch.Elapsed);
        }
        catch (Exception e) when (e is not MewsException && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The request was cancelled.", e, cancellation);
        }
        catch (Exception e) when (e is not MewsException && limited.IsCancellationRequested)
        {
            throw new MewsTransportException(
                operation.Name,
                PlatformAddress,
                $"did not answer within {_options.Timeout.TotalSeconds:0} seconds.",
                isTimeout: true,
                neverSent: false,
                e);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new MewsProtocolException(operation.Name, e.Message, requestId, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var neverSent = ConnectFailure.IsIn(e);
            throw new MewsTransportException(
                operation.Name,
                PlatformAddress,
                $"{(neverSent ? "could not be reached" : "broke the connection")}: {Innermost(e).Message}.",
                isTimeout: false,
                neverSent,
                e);
        }
    }

    private static async Task<TResponse> ReadAnswerAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, HttpResponseMessage response, string? requestId, CancellationToken cancellation)
    {
        // Other success statuses are for clients that ask for them (204 with "Prefer: return=minimal").
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new MewsProtocolException(operation.Name, $"its status is {(int)response.StatusCode}, not 200.", requestId);
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType is not null && !mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new MewsProtocolException(operation.Name, $"it is {mediaType}, not JSON.", requestId);
        }

        using var body = await ResponseBody.ReadAsync(response.Content, cancellation).ConfigureAwait(false);
        var answer = JsonSerializer.Deserialize(body.Json, operation.ResponseType);
        var flaw = answer is null ? "it is null." : operation.Flaw(answer);
        return flaw is null ? answer! : throw new MewsProtocolException(operation.Name, flaw, requestId);
    }

    private async Task<MewsApiException> ReadErrorAsync(
        string operation, HttpResponseMessage response, string? requestId, CancellationToken cancellation)
    {
        ErrorResponse? error = null;
        try
        {
            using var body = await ResponseBody.ReadAsync(response.Content, cancellation).ConfigureAwait(false);
            error = JsonSerializer.Deserialize(body.Json, ContractJson.Default.ErrorResponse);
        }
        catch (Exception e) when (IsUnreadable(e) || e is HttpRequestException or IOException)
        {
            // A gateway's page, or an error cut short: the status alone has to do.
        }

        return new MewsApiException(
            operation,
            PlatformAddress,
            response.StatusCode,
            Shown(error?.Message),
            requestId ?? Shown(error?.RequestId),
            RetryAfter.Read(response.Headers, Clock.UtcNow));
    }

    // On .NET Framework a read cannot be cancelled; closing the connection under it ends it.
    private static CancellationTokenRegistration CloseOnCancel(HttpResponseMessage response, CancellationToken cancellation) =>
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal)
            ? cancellation.Register(response.Dispose)
            : default;

    /// <summary>Whether a body is not JSON, or not what its Content-Encoding says.</summary>
    private static bool IsUnreadable(Exception e) => e is JsonException or InvalidDataException;

    private string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Request-Id", out var values) ? Shown(values.FirstOrDefault()) : null;

    /// <summary>A text of the server as it may be shown.</summary>
    private string? Shown(string? text) => _tokens.AppearIn(text) ? "(Withheld: it repeats a token.)" : text;

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }
}
