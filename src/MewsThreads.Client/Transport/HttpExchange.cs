using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using MewsThreads.Contract;

namespace MewsThreads.Transport;

/// <summary>One request and its answer over HTTP, within a time limit. Safe to be used by several threads at once.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Shared by every runspace that holds the connection; idle sockets close by themselves.")]
internal sealed class HttpExchange(Uri platformAddress, Tokens tokens, string clientName, TimeSpan timeout, Clock clock)
{
    /// <summary>The most requests that are sent at the same time.</summary>
    public const int MaximumConnections = 64;

    private readonly HttpClient _http = MakeClient();
    private readonly byte[] _clientNameJson = JsonSerializer.SerializeToUtf8Bytes(clientName, ContractJson.Default.String);

    /// <summary>Sends an operation's own properties, and reads the answer.</summary>
    /// <exception cref="MewsException">There is no answer, or it is not what the operation promises.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ApiResponse<TResponse>> SendAsync<TRequest, TResponse>(
        Operation<TRequest, TResponse> operation, byte[] properties, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(limited, timeout);
        string? requestId = null;
        try
        {
            var stopwatch = Stopwatch.StartNew();
            using var body = new RequestBody(tokens, _clientNameJson, properties);
            using var message = new HttpRequestMessage(HttpMethod.Post, PlatformAddress.Of(platformAddress, operation.Name));
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
                platformAddress,
                $"did not answer within {timeout.TotalSeconds:0} seconds.",
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
                platformAddress,
                $"{(neverSent ? "could not be reached" : "broke the connection")}: {Innermost(e).Message}.",
                isTimeout: false,
                neverSent,
                e);
        }
    }

    private static HttpClient MakeClient()
    {
        var http = new HttpClient(new HttpClientHandler
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
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MewsThreads", ModuleVersion.Text));
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        http.DefaultRequestHeaders.ExpectContinue = false;
        return http;
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

        using var body = await ResponseBody.ReadAsync(response.Content, ResponseLimits.Success, cancellation).ConfigureAwait(false);
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
            using var body = await ResponseBody.ReadAsync(response.Content, ResponseLimits.Error, cancellation).ConfigureAwait(false);
            error = JsonSerializer.Deserialize(body.Json, ContractJson.Default.ErrorResponse);
        }
        catch (Exception e) when (IsUnreadable(e) || e is HttpRequestException or IOException)
        {
            // A gateway's page, or an error that is cut short or too large: the status alone has to do.
        }

        return new MewsApiException(
            operation,
            platformAddress,
            response.StatusCode,
            Shown(error?.Message),
            requestId ?? Shown(error?.RequestId),
            RetryAfter.Read(response.Headers, clock.UtcNow));
    }

    // On .NET Framework a read cannot be cancelled; closing the connection under it ends it.
    private static CancellationTokenRegistration CloseOnCancel(HttpResponseMessage response, CancellationToken cancellation) =>
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal)
            ? cancellation.Register(response.Dispose)
            : default;

    /// <summary>Whether a body is not JSON, not what its Content-Encoding says, or too large.</summary>
    private static bool IsUnreadable(Exception e) => e is JsonException or InvalidDataException or ResponseTooLargeException;

    private string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Request-Id", out var values) ? Shown(values.FirstOrDefault()) : null;

    /// <summary>A text of the server as it may be shown.</summary>
    private string? Shown(string? text) => tokens.AppearIn(text) ? "(Withheld: it repeats a token.)" : text;

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }
}
