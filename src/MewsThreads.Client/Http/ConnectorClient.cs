using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Http;

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

    public ConnectorClient(Uri platformAddress, Tokens tokens, string clientName, ConnectionOptions options, Clock? clock = null, Random? random = null)
    {
        PlatformAddress = platformAddress;
        ClientName = clientName;
        Clock = clock ?? Clock.System;
        _options = options;
        ServerClock = new ServerClock(Clock);
        _limiter = RequestLimiter.Shared(Clock, platformAddress, tokens, options.RequestLimitWindow);
        _backOff = new BackOff(random ?? new Random());
        _exchange = new HttpExchange(platformAddress, tokens, clientName, options, Clock, ServerClock);
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

    /// <summary>How many requests the access token may send now, besides those that are sent already.</summary>
    public int RequestsLeft => _limiter.Left(_options.RequestLimit);

    /// <summary>Calls an operation, and blocks until its response is read or until it has failed for good. Only for the thread of the command.</summary>
    /// <param name="operation">The operation, and how to write and read its bodies.</param>
    /// <param name="request">The operation's own properties.</param>
    /// <param name="repeat">When it may be sent again.</param>
    /// <param name="context">Where it reports, and what ends it.</param>
    /// <param name="attempts">How often it was sent before.</param>
    /// <exception cref="MewsApiException">The response has an error status.</exception>
    /// <exception cref="MewsProtocolException">The response is not what the operation promises.</exception>
    /// <exception cref="MewsTransportException">No complete response came.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public ApiResponse<TResponse> Send<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, TRequest request, Repeat repeat, CallContext context, int attempts = 0)
    {
        var response = context.Await(SendAsync(operation, request, repeat, context, attempts));
        context.Report($"{operation.Name}: {response.Outcome}");
        context.Deliver();
        return response;
    }

    /// <summary>The same in the background; the response itself is not reported.</summary>
    public async Task<ApiResponse<TResponse>> SendAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, TRequest request, Repeat repeat, CallContext context, int attempts = 0)
    {
        var properties = JsonSerializer.SerializeToUtf8Bytes(request, operation.RequestType);
        for (var attempt = 1; ; attempt++)
        {
            await WaitForRoomAsync(context).ConfigureAwait(false);
            try
            {
                return await SendOnceAsync(operation, properties, attempts + attempt, context).ConfigureAwait(false);
            }
            catch (MewsException e)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var leastWait = LeastWait(e, attempt);
                if (e is MewsApiException { IsTooManyRequests: true } or MewsApiException { IsTooHeavy: true })
                {
                    context.CountRefusal();
                }

                if (e is MewsApiException { IsTooManyRequests: true, RetryAt: null })
                {
                    _limiter.Pause(leastWait!.Value);
                }

                if (!MayBeSentAgain(e, repeat, attempt))
                {
                    throw;
                }

                await WaitToSendAgainAsync(e, attempt, leastWait, context).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits after a write that was refused with 429, until it can be looked for and sent again.</summary>
    /// <param name="refusal">The refusal, which asks for no longer wait than the connection allows.</param>
    /// <param name="context">Where it reports, and what ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void WaitToLook(MewsApiException refusal, CallContext context)
    {
        var leastWait = LeastWait(refusal, refusal.Attempts)!.Value;
        _limiter.Pause(leastWait);
        var wait = _backOff.Next(refusal.Attempts, leastWait > LeastWaitToLook ? leastWait : LeastWaitToLook);
        context.Report($"{refusal.Message} Waiting {wait.TotalSeconds:0.0} s, then looking whether it was carried out all the same");
        var waiting = WaitAsync($"To look for what {refusal.Operation} may have written", wait, context);
        context.WaitFor(waiting);
        waiting.GetAwaiter().GetResult();
    }

    private async Task WaitForRoomAsync(CallContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var reported = false;
        while (_limiter.TryBegin(_options.RequestLimit, context.Command) is var wait && wait > TimeSpan.Zero)
        {
            if (!reported)
            {
                context.Report(
                    $"Waiting {wait.TotalSeconds:0.0} s: {_options.RequestLimit} requests in {_options.RequestLimitWindow.TotalSeconds:0} s are the limit of an access token");
                reported = true;
            }

            await WaitAsync("Within the request limit of Mews", wait, context).ConfigureAwait(false);
        }
    }

    private bool MayBeSentAgain(MewsException exception, Repeat repeat, int attempt) =>
        attempt <= _options.MaximumRetryCount
        && exception is not MewsApiException { RetryAt: not null }
        && exception.Failure.MayBeSentAgain(repeat, attempt);

    private async Task WaitToSendAgainAsync(MewsException exception, int attempt, TimeSpan? leastWait, CallContext context)
    {
        var wait = _backOff.Next(attempt, leastWait);
        context.Report($"{exception.Message} Waiting {wait.TotalSeconds:0.0} s, then retry {attempt} of {_options.MaximumRetryCount}");
        await WaitAsync($"To send {exception.Operation} again", wait, context).ConfigureAwait(false);
    }

    /// <summary>How long to wait at least before a request is sent again; null if nothing says it.</summary>
    private TimeSpan? LeastWait(MewsException exception, int attempt) => exception switch
    {
        MewsApiException { IsTooManyRequests: true, RetryAfter: var told } => told > TimeSpan.Zero ? told : LeastWaitUntold(attempt),
        MewsApiException refusal => refusal.RetryAfter,
        _ => null,
    };

    /// <summary>
    /// How long to wait after a 429 that does not say it. Mews wants an exponential back-off then. The last wait is as long as the window of
    /// the limit, which clears it.
    /// </summary>
    private TimeSpan LeastWaitUntold(int attempt)
    {
        var wait = attempt < _options.MaximumRetryCount ? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 5))) : _options.RequestLimitWindow;
        return wait < _options.MaximumWait ? wait : _options.MaximumWait;
    }

    private async Task WaitAsync(string what, TimeSpan duration, CallContext context)
    {
        var second = TimeSpan.FromSeconds(1);
        var until = Clock.Elapsed + duration;
        for (var left = duration; left > TimeSpan.Zero; left = until - Clock.Elapsed)
        {
            context.Waiting(what, left);
            await Clock.WaitAsync(left < second ? left : second, context.Cancellation).ConfigureAwait(false);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        context.Waiting(what, TimeSpan.Zero);
    }

    /// <summary>Sends a request that the limiter has admitted.</summary>
    private async Task<ApiResponse<TResponse>> SendOnceAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, byte[] properties, int attempt, CallContext context)
    {
        try
        {
            return await _exchange.SendAsync(operation, properties, attempt, context.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            _limiter.End(context.Command);
        }
    }
}

/// <summary>How long to wait before a request is sent again: exponential, with full jitter so that many clients do not come back at once.</summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="attempt">Counted from 1.</param>
    /// <param name="atLeast">What the server asks for; the jitter comes on top of it.</param>
    public TimeSpan Next(int attempt, TimeSpan? atLeast)
    {
        var ceiling = Math.Min(Longest.TotalSeconds, Math.Pow(2, attempt - 1));
        lock (random)
        {
            return (atLeast ?? TimeSpan.Zero) + TimeSpan.FromSeconds(random.NextDouble() * ceiling);
        }
    }
}

/// <summary>How patient a connection is.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>How often a request is sent again at most.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>How long one request may take, from its first byte to the last of its response.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest wait before a request is sent again; what Mews asks beyond that is an error.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests within <see cref="RequestLimitWindow"/>: https://docs.mews.com/connector-api/guidelines/environments</summary>
    public int RequestLimit { get; init; } = 200;

    /// <summary>The length of the sliding window of the limit.</summary>
    public TimeSpan RequestLimitWindow { get; init; } = TimeSpan.FromSeconds(30);
}
