using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary>What every paginated operation reads and checks alike.</summary>
internal static class PageArguments
{
    private const int MaxCount = 1000;

    /// <summary><c>Limitation</c>, which is required.</summary>
    public static (int Count, Guid? Cursor) ReadLimitation(ApiCall call)
    {
        var limitation = Fields.OptionalObject(call.Body, "Limitation") ?? throw ApiError.BadRequest("Limitation is required.");
        var count = Fields.RequiredInteger(limitation, "Count", 1, MaxCount);
        var cursor = Fields.OptionalId(limitation, "Cursor");
        call.Log(r => r with { Count = count, Cursor = cursor });
        return (count, cursor);
    }

    /// <summary><c>EnterpriseIds</c>, each once; every enterprise in scope when they are not given.</summary>
    public static IReadOnlyList<Guid> ReadEnterpriseIds(ApiCall call)
    {
        var ids = Fields.OptionalIds(call.Body, "EnterpriseIds");
        call.Log(r => r with { EnterpriseIdCount = ids?.Count });
        if (ids is null)
        {
            return call.Scope.EnterpriseIds;
        }
        return ids.Except(call.Scope.EnterpriseIds).Any() ? throw ApiError.BadRequest("Invalid EnterpriseIds.") : [.. ids.Distinct()];
    }

    /// <summary>Throws where a cursor or an id names nothing that the caller sees and that matters.</summary>
    public static void Check(CursorState cursor, bool unknownIds, World world)
    {
        // An item of someone else is answered like one that never was, so that neither way reveals it.
        if (cursor == CursorState.Unknown || (cursor == CursorState.Gone && world.GoneCursor == GoneCursor.Reject))
        {
            throw ApiError.BadRequest("Invalid Cursor.");
        }
        if (unknownIds && world.UnknownIds == UnknownIds.Reject)
        {
            throw ApiError.BadRequest("Invalid MessageThreadIds.");
        }
    }
}
