using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MewsThreads.Contract;

namespace MewsThreads.Transport;

/// <summary>Sends one request to the Connector API and reads its answer. Safe to be used by several threads at once.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Shared by every runspace that holds the connection; idle sockets close by themselves.")]
internal sealed class ConnectorClient
{
    // Larger than any error that Mews writes; what is longer is somebody else's page.
    private const int MaximumErrorLength = 64 * 1024;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly Tokens _tokens;
    private readonly byte[] _clientNameJson;

    public ConnectorClient(Uri platformAddress, Tokens tokens, string clientName)
    {
        PlatformAddress = platformAddress;
        ClientName = clientName;
        _tokens = tokens;
        _clientNameJson = JsonSerializer.SerializeToUtf8Bytes(clientName, ContractJson.Default.String);
        _http = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
        })
        {
            // Each request has its own limit, which also covers the reading of the answer.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MewsThreads", ModuleVersion.Text));
        _http.DefaultRequestHeaders.ExpectContinue = false;
    }

    public Uri PlatformAddress { get; }

    public string ClientName { get; }

    /// <summary>
    /// Calls an operation and blocks until its answer is read.
    /// </summary>
    /// <param name="operation">Resource and action, such as <c>messageThreads/getAll</c>.</param>
    /// <param name="request">The operation's own properties.</param>
    /// <param name="requestType">How to write them.</param>
    /// <param name="responseType">How to read the answer.</param>
    /// <param name="cancellation">Ends the call at any moment.</param>
    /// <exception cref="MewsApiException">The answer has an error status.</exception>
    /// <exception cref="MewsProtocolException">The answer is not what the operation promises.</exception>
    /// <exception cref="MewsTransportException">No complete answer came.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public ApiResponse<TResponse> Send<TRequest, TResponse>(
        string operation,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellation)
    {
        var properties = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        return SendAsync(operation, properties, responseType, cancellation).GetAwaiter().GetResult();
    }

    private async Task<ApiResponse<TResponse>> SendAsync<TResponse>(
        string operation,
        byte[] properties,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(RequestTimeout);
        string? requestId = null;
        try
        {
            var stopwatch = Stopwatch.StartNew();
            using var body = new RequestBody(_tokens, _clientNameJson, properties);
            using var message = new HttpRequestMessage(HttpMethod.Post, Transport.PlatformAddress.Of(PlatformAddress, operation));
            message.Content = body.ToContent();
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);

            // On .NET Framework a read cannot be cancelled; closing the connection ends it.
            using var closing = limited.Token.Register(response.Dispose);
            requestId = RequestIdOf(response);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await ReadErrorAsync(operation, response, requestId).ConfigureAwait(false);
            }

            var answer = await ReadAnswerAsync(operation, response, responseType, requestId, limited.Token).ConfigureAwait(false);
            return new ApiResponse<TResponse>(answer, requestId, stopwatch.Elapsed);
        }
        catch (Exception e) when (e is not MewsException && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The request was cancelled.", e, cancellation);
        }
        catch (Exception e) when (e is not MewsException && limited.IsCancellationRequested)
        {
            throw new MewsTransportException(
                operation, PlatformAddress, $"did not answer within {RequestTimeout.TotalSeconds:0} seconds.", isTimeout: true, e);
        }
        catch (JsonException e)
        {
            throw new MewsProtocolException(operation, e.Message, requestId, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new MewsTransportException(
                operation, PlatformAddress, $"could not be reached, or the connection broke: {Innermost(e).Message}", isTimeout: false, e);
        }
    }

    private static async Task<TResponse> ReadAnswerAsync<TResponse>(
        string operation,
        HttpResponseMessage response,
        JsonTypeInfo<TResponse> responseType,
        string? requestId,
        CancellationToken cancellation)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType is not null && !mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new MewsProtocolException(operation, $"it is {mediaType}, not JSON.", requestId);
        }

        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(stream, responseType, cancellation).ConfigureAwait(false)
            ?? throw new MewsProtocolException(operation, "it is null.", requestId);
    }

    private async Task<MewsApiException> ReadErrorAsync(string operation, HttpResponseMessage response, string? requestId)
    {
        ErrorResponse? error = null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumErrorLength).ConfigureAwait(false);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            error = await JsonSerializer.DeserializeAsync(stream, ContractJson.Default.ErrorResponse).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            // A gateway's page, or an error cut short: the status alone has to do.
        }

        return new MewsApiException(operation, PlatformAddress, response.StatusCode, error?.Message, requestId ?? error?.RequestId);
    }

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Request-Id", out var values) ? values.FirstOrDefault() : null;

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }
}
