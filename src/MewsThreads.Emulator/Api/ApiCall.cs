using System.Text.Json;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>A request whose tokens are known to be good, as an operation sees it.</summary>
/// <param name="body">The JSON object sent.</param>
/// <param name="scope">What the tokens may see.</param>
/// <param name="world">The world in which it is answered, whatever becomes of that meanwhile.</param>
/// <param name="now">How what it writes is dated.</param>
/// <param name="entry">Where the log gets what the operation reads.</param>
internal sealed class ApiCall(JsonElement body, TokenScope scope, World world, DateTimeOffset now, RequestLog.Entry entry)
{
    public JsonElement Body => body;

    public TokenScope Scope => scope;

    public World World => world;

    public DateTimeOffset Now => now;

    public void Log(Func<LoggedRequest, LoggedRequest> change) => entry.Request = change(entry.Request);
}

/// <summary>What an operation answers with status 200.</summary>
/// <param name="Body">JSON.</param>
/// <param name="IsEmptyPage">Whether it is a page without items, which the caller may prefer as a 204.</param>
internal sealed record OperationResult(ReadOnlyMemory<byte> Body, bool IsEmptyPage = false);
