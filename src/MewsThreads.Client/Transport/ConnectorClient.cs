using System.Net;
using System.Text.Json;

namespace MewsThreads.Transport;

/// <summary>
/// Calls the Connector API: within the limit of the token, again where that is safe, and until it is cancelled. Safe to be used by several
/// threads at once.
/// </summary>
internal sealed class ConnectorClient
{
    private readonly ConnectionOptions _options;
    private readonly HttpExchange _exchange;
    private readonly RequestLimiter _limiter;
    private readonly BackOff _backOff;

    public ConnectorClient(Uri platformAddress, Tokens tokens, string clientName, ConnectionOptions options, Clock? clock = null, Random? random = null)
    {
        PlatformAddress = platformAddress;
        ClientName = clientName;
        Clock = clock ?? Clock.System;
        _options = options;
        ServerClock = new ServerClock(Clock);
        _limiter = RequestLimiter.Shared(Clock, platformAddress, tokens, options.RequestLimitWindow);
        _backOff = new BackOff(random ?? new Random());
        _exchange = new HttpExchange(platformAddress, tokens, clientName, options.Timeout, Clock, ServerClock);
    }

    public Uri PlatformAddress { get; }

    public string ClientName { get; }

    public Clock Clock { get; }

    public ServerClock ServerClock { get; }

    /// <summary>What requests are sent through.</summary>
    public HttpSockets Sockets => _exchange.Sockets;

    /// <summary>The gate for texts of the other side, and for texts of a user that may be a misplaced token.</summary>
    public ShownText Shown => _exchange.Shown;

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
                if (attempt > _options.MaximumRetryCount || !MayBeSentAgain(e, repeat, attempt))
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
        while (_limiter.TryBegin(_options.RequestLimit) is var wait && wait > TimeSpan.Zero)
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

    private static bool MayBeSentAgain(MewsException exception, Repeat repeat, int attempt) => exception switch
    {
        MewsApiException { StatusCode: (HttpStatusCode)429 } => true,
        MewsTransportException { NeverSent: true } => true,
        _ when repeat == Repeat.Write => false,

        // What Mews itself writes wrongly it writes so again.
        MewsProtocolException e => !e.IsLasting && (e.IsOfGateway || attempt == 1),
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

        var leastWait = api?.RetryAfter;
        if (api?.StatusCode == (HttpStatusCode)429)
        {
            leastWait = leastWait > TimeSpan.Zero ? leastWait : LeastWaitUntold(attempt);
            _limiter.Pause(leastWait.Value);
        }

        var wait = _backOff.Next(attempt, leastWait);
        await pipeline;
        cancellation.ThrowIfCancellationRequested();
        observer.Report($"{exception.Message} Waiting {wait.TotalSeconds:0.0} s, then retry {attempt} of {_options.MaximumRetryCount}");
        await WaitAsync($"To send {exception.Operation} again", wait, observer, pipeline, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// How long to wait after a 429 that does not say it. Mews wants an exponential back-off then. The last wait is as long as the window of
    /// the limit, which clears it.
    /// </summary>
    private TimeSpan LeastWaitUntold(int attempt)
    {
        var wait = attempt < _options.MaximumRetryCount ? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 5))) : _options.RequestLimitWindow;
        return wait < _options.MaximumWait ? wait : _options.MaximumWait;
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
            return await _exchange.SendAsync(operation, properties, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _limiter.End();
        }
    }
}
