using System.Net;
using System.Text.Json;

namespace MewsThreads.Transport;

/// <summary>
/// Calls the Connector API: within the limit of the token, again where that is safe, and until it is cancelled. Safe to be used by several
/// threads at once.
/// </summary>
internal sealed class ConnectorClient
{
    // Mews may show what it has written some seconds later.
    private static readonly TimeSpan LeastWaitToLook = TimeSpan.FromSeconds(10);

    private readonly ConnectionOptions _options;
    private readonly HttpExchange _exchange;
    private readonly RequestLimiter _limiter;
    private readonly BackOff _backOff;
    private volatile bool _wasAccepted;

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

    /// <summary>How often a request is sent again at most.</summary>
    public int MaximumRetryCount => _options.MaximumRetryCount;

    /// <summary>Whether most requests that the access token may send now are used.</summary>
    public bool IsLimitNear => _limiter.IsNear(_options.RequestLimit);

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
                var response = await SendOnceAsync(operation, properties, cancellation).ConfigureAwait(false);
                _wasAccepted = true;
                return response;
            }
            catch (MewsException e)
            {
                cancellation.ThrowIfCancellationRequested();
                e.Attempts = attempt;
                Judge(e, attempt);
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

    /// <summary>Notes what a failure says of the whole connection.</summary>
    private void Judge(MewsException exception, int attempt)
    {
        switch (exception)
        {
            case MewsApiException { StatusCode: HttpStatusCode.Unauthorized } refusal:
                refusal.WereTokensAccepted = _wasAccepted;
                break;

            case MewsApiException { IsTooManyRequests: true } refusal when !(refusal.RetryAfter > _options.MaximumWait):
                _limiter.Pause(LeastWait(refusal, attempt));
                break;
        }
    }

    /// <summary>Waits after a write that was refused with 429, until it can be looked for and sent again.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="attempt">How often the write was sent.</param>
    /// <param name="observer">Is told of the wait.</param>
    /// <param name="cancellation">Ends the wait at any moment.</param>
    /// <exception cref="MewsApiException">Mews asks for a longer wait than the connection allows.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void WaitToLook(MewsApiException refusal, int attempt, IRequestObserver observer, CancellationToken cancellation)
    {
        var leastWait = LeastWait(refusal, attempt);
        RefuseTooLong(refusal);
        _limiter.Pause(leastWait);
        var wait = _backOff.Next(attempt, leastWait > LeastWaitToLook ? leastWait : LeastWaitToLook);
        observer.Report($"{refusal.Message} Waiting {wait.TotalSeconds:0.0} s, then looking whether it was carried out all the same");
        var pipeline = new PipelineThread();
        var waiting = WaitAsync($"To look for what {refusal.Operation} may have written", wait, observer, pipeline, cancellation);
        pipeline.RunUntil(waiting);
        waiting.GetAwaiter().GetResult();
    }

    private static bool MayBeSentAgain(MewsException exception, Repeat repeat, int attempt) => exception switch
    {
        MewsTransportException { NeverSent: true } => true,
        _ when repeat == Repeat.Write => false,
        MewsApiException { IsTooManyRequests: true } => true,

        // What Mews itself writes wrongly it writes so again.
        MewsProtocolException e => !e.IsLasting && (e.IsOfGateway || attempt == 1),
        MewsApiException { StatusCode: HttpStatusCode.RequestTimeout } => repeat == Repeat.Read,
        MewsApiException { StatusCode: var status } => (int)status >= 500,
        _ => true,
    };

    private async Task WaitToSendAgainAsync(
        MewsException exception, int attempt, IRequestObserver observer, PipelineThread pipeline, CancellationToken cancellation)
    {
        TimeSpan? leastWait = null;
        if (exception is MewsApiException refusal)
        {
            RefuseTooLong(refusal);
            leastWait = refusal.IsTooManyRequests ? LeastWait(refusal, attempt) : refusal.RetryAfter;
        }

        var wait = _backOff.Next(attempt, leastWait);
        await pipeline;
        cancellation.ThrowIfCancellationRequested();
        observer.Report($"{exception.Message} Waiting {wait.TotalSeconds:0.0} s, then retry {attempt} of {_options.MaximumRetryCount}");
        await WaitAsync($"To send {exception.Operation} again", wait, observer, pipeline, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives a refusal up that asks for a longer wait than the connection allows.</summary>
    private void RefuseTooLong(MewsApiException refusal)
    {
        if (refusal.RetryAfter > _options.MaximumWait)
        {
            refusal.RetryAt = refusal.RetryAfter < TimeSpan.FromDays(36500) ? Clock.UtcNow + refusal.RetryAfter : DateTimeOffset.MaxValue;
            throw refusal;
        }
    }

    /// <summary>How long to wait at least after a 429.</summary>
    private TimeSpan LeastWait(MewsApiException refusal, int attempt) =>
        refusal.RetryAfter is { } told && told > TimeSpan.Zero ? told : LeastWaitUntold(attempt);

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
