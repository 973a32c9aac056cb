using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Http;

/// <summary>One request and its response over HTTP, within a time limit. Safe to be used by several threads at once.</summary>
internal sealed class HttpExchange(Uri platformAddress, Tokens tokens, string clientName, ConnectionOptions options, Clock clock, ServerClock serverClock)
{
    private readonly byte[] _clientNameJson = JsonSerializer.SerializeToUtf8Bytes(clientName, ContractJson.Default.String);

    private volatile bool _wasAccepted;

    /// <summary>What requests are sent through.</summary>
    public HttpSockets Sockets { get; } = new(platformAddress);

    /// <summary>The gate for texts of the other side.</summary>
    public ShownText Shown { get; } = new(tokens);

    /// <summary>Sends an operation's own properties, and reads the response.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="properties">Its own properties.</param>
    /// <param name="attempt">How often they were sent, with this time.</param>
    /// <param name="cancellation">Ends it at any moment.</param>
    /// <exception cref="MewsException">There is no response, or it is not what the operation promises.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ApiResponse<TResponse>> SendAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, byte[] properties, int attempt, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(limited, options.Timeout);
        using var body = new RequestBody(tokens, _clientNameJson, properties);
        string? requestId = null;
        try
        {
            var stopwatch = Stopwatch.StartNew();
            var sent = clock.Elapsed;
            using var message = new HttpRequestMessage(HttpMethod.Post, PlatformAddress.Of(platformAddress, operation.Name));
            message.Content = body.ToContent();
            using var response = await Sockets.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);

            if (response.Headers.Date is { } date)
            {
                serverClock.Learn(date, sent);
            }

            using var closing = CloseOnCancel(response, limited.Token);
            requestId = RequestIdOf(response);
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadErrorAsync(operation.Name, response, requestId, attempt, limited.Token).ConfigureAwait(false);
            }

            var content = await ReadBodyAsync(operation, response, requestId, attempt, limited.Token).ConfigureAwait(false);
            _wasAccepted = true;
            return new ApiResponse<TResponse>(content, requestId, stopwatch.Elapsed);
        }
        catch (Exception e) when (e is not MewsException)
        {
            // It goes no further, not even as an inner exception: it may quote what the other side sent, or the password of a proxy.
            throw cancellation.IsCancellationRequested
                ? new OperationCanceledException("The request was cancelled.", cancellation)
                : ErrorOf(operation.Name, e, requestId, isTimeout: limited.IsCancellationRequested, body.WasGiven, attempt);
        }
    }

    /// <summary>Whatever went wrong with a request, as an error of Mews: what is not known of counts as an unreadable response.</summary>
    private MewsException ErrorOf(string operation, Exception exception, string? requestId, bool isTimeout, bool wasSent, int attempt)
    {
        if (isTimeout)
        {
            var what = $"{(wasSent ? "did not answer" : "could not be reached")} within {options.Timeout.TotalSeconds:0} seconds.";
            return Transport(wasSent ? Failure.Timeout : Failure.NeverSent, what);
        }

        if (exception is HttpRequestException or IOException)
        {
            var failure = !wasSent || ConnectFailure.IsIn(exception) ? Failure.NeverSent : Failure.ConnectionBroke;
            var what = failure == Failure.NeverSent ? "could not be reached" : "broke the connection";
            return Transport(failure, $"{what}: {FailureWords.Of(exception)}.");
        }

        var kind = exception is ResponseTooLargeException ? Failure.ResponseTooLarge : Failure.ContractBroken;
        return new MewsProtocolException(operation, Unreadable(exception), requestId, kind) { Attempts = attempt };

        MewsTransportException Transport(Failure failure, string what) => new(failure, operation, platformAddress, what, isTimeout) { Attempts = attempt };
    }

    private static string Unreadable(Exception exception) => exception switch
    {
        ContractException or ResponseTooLargeException => exception.Message,
        JsonException e => $"it is not JSON, or a value in it is not of its kind: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.",
        _ => $"it cannot be read: {FailureWords.Of(exception)}.",
    };

    private static async Task<TResponse> ReadBodyAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, HttpResponseMessage response, string? requestId, int attempt, CancellationToken cancellation)
    {
        // Other success statuses are for clients that ask for them (204 with "Prefer: return=minimal").
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Broken($"its status is {(int)response.StatusCode}, not 200.");
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType is not null && !mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw Broken($"it is {ShownText.MediaType(mediaType)}, not JSON.", Failure.ResponseOfGateway);
        }

        using var body = await ResponseBody.ReadAsync(response.Content, ResponseLimits.Success, cancellation).ConfigureAwait(false);
        var content = JsonSerializer.Deserialize(body.Json, operation.ResponseType);
        var flaw = content is null ? "it is null." : operation.Flaw(content);
        return flaw is null ? content! : throw Broken(flaw);

        MewsProtocolException Broken(string what, Failure? failure = null) => new(operation.Name, what, requestId, failure) { Attempts = attempt };
    }

    private async Task<MewsApiException> ReadErrorAsync(
        string operation, HttpResponseMessage response, string? requestId, int attempt, CancellationToken cancellation)
    {
        ErrorResponse? error = null;
        try
        {
            using var body = await ResponseBody.ReadAsync(response.Content, ResponseLimits.Error, cancellation).ConfigureAwait(false);
            error = JsonSerializer.Deserialize(body.Json, ContractJson.Default.ErrorResponse);
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // A gateway's page, or an error that is cut short or too large: the status alone has to do.
        }

        var now = clock.UtcNow;
        var retryAfter = RetryAfter.Read(response.Headers, now);
        var failure = Failure.Of(response.StatusCode, _wasAccepted);
        return new MewsApiException(
            failure,
            operation,
            platformAddress,
            response.StatusCode,
            Shown.Of(error?.Message),
            requestId ?? Shown.RequestId(error?.RequestId),
            retryAfter)
        {
            Attempts = attempt,
            RetryAt = failure.Again != Again.Never && retryAfter > options.MaximumWait ? At(now, retryAfter.Value) : null,
        };
    }

    private static DateTimeOffset At(DateTimeOffset now, TimeSpan wait) => wait < TimeSpan.FromDays(36500) ? now + wait : DateTimeOffset.MaxValue;

    // On .NET Framework a read cannot be cancelled; closing the connection under it ends it.
    private static CancellationTokenRegistration CloseOnCancel(HttpResponseMessage response, CancellationToken cancellation) =>
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal)
            ? cancellation.Register(response.Dispose)
            : default;

    private string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Request-Id", out var values) ? Shown.RequestId(values.FirstOrDefault()) : null;
}

/// <summary>A response that was read to its end.</summary>
/// <param name="Body">What the operation returned.</param>
/// <param name="RequestId">The identifier that Mews gave the request.</param>
/// <param name="Duration">From the first byte sent to the last byte read.</param>
internal sealed record ApiResponse<T>(T Body, string? RequestId, TimeSpan Duration)
{
    /// <summary>How it went, for an operator.</summary>
    public string Outcome => $"200 OK in {Duration.TotalMilliseconds:0} ms, request id {RequestId}";

    /// <summary>The same response, as something else.</summary>
    public ApiResponse<TOther> As<TOther>(TOther body) => new(body, RequestId, Duration);
}

/// <summary>Tells a connection that was never made from one that broke, after which Mews may have acted.</summary>
internal static class ConnectFailure
{
    /// <summary>Whether an exception of <see cref="HttpClient"/> can only come from before a connection was there.</summary>
    public static bool IsIn(Exception exception) => FailureWords.Chain(exception).Any(e => e switch
    {
        // An unreachable host or network is not among these: an established connection can report that, too.
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => true,

        // Windows PowerShell 5.1, which begins TLS when the first of the body is written.
        WebException
        {
            Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure
        } => true,
        _ => false,
    });
}

/// <summary>The <c>Retry-After</c> header: seconds, or an HTTP date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>How long the server asks to wait; null where it does not say, or not in a way that can be understood.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="now">The local clock, for a response that does not tell the server's.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // Read as text: the typed header throws away what it cannot parse, such as seconds beyond 32 bits.
        if (!headers.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        // Digits alone: "Infinity" and "NaN" are numbers as well, signs and all.
        if (text.All(character => character is (>= '0' and <= '9') or '.')
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        // A date is by the server's clock. One that has passed asks for no wait at all.
        var wait = date - (headers.Date ?? now);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
