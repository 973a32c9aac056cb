using System.Text.Json;
using MewsThreads.Contract;
using MewsThreads.Http;

namespace MewsThreads.Calls;

/// <summary>Calls any operation once.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="name">The operation.</param>
/// <param name="reader">Makes values of its responses.</param>
internal sealed class OperationCall(ConnectorClient client, string name, WireReader reader)
{
    public string Name => name;

    public bool IsLimitNear => client.IsLimitNear;

    public int RequestsLeft => client.RequestsLeft;

    /// <summary>Calls it and returns the whole response.</summary>
    /// <exception cref="MewsOutcomeUnknownException">It writes, and Mews may or may not have done it.</exception>
    /// <exception cref="MewsException">It failed.</exception>
    public object? Send(JsonElement body, CallContext context)
    {
        var isRead = OperationName.IsRead(name);
        try
        {
            var response = client.Send(Operation(_ => null), body, isRead ? Repeat.Read : Repeat.Write, context);
            return Value(response.Body, response.RequestId);
        }
        catch (MewsException e) when (!isRead && e.MayHaveActed)
        {
            throw new MewsOutcomeUnknownException(e, new UnconfirmedCall());
        }
    }

    /// <summary>Calls it in the background, and returns the response as it came.</summary>
    public Task<ApiResponse<JsonElement>> SendAsync(JsonElement body, Repeat repeat, Func<JsonElement, string?> flaw, CallContext context) =>
        client.SendAsync(Operation(flaw), body, repeat, context);

    /// <summary>What a part of a response says.</summary>
    public object? Value(JsonElement json, string? requestId) => Checked(() => reader.Read(json), requestId);

    /// <summary>Reads something of a response, some flaws of which show only then.</summary>
    public T Checked<T>(Func<T> read, string? requestId)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new MewsProtocolException(name, "a text in it is not valid Unicode.", requestId);
        }
        catch (ContractException e)
        {
            throw new MewsProtocolException(name, e.Message, requestId);
        }
    }

    /// <summary>A text of a response, as an error may quote it.</summary>
    public string? Shown(string? text) => client.Shown.Of(text);

    private Operation<JsonElement, JsonElement> Operation(Func<JsonElement, string?> flaw) =>
        new(name, ContractJson.Default.JsonElement, ContractJson.Default.JsonElement, flaw);
}
