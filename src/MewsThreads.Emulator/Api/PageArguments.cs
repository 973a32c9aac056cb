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
        var limitation = Fields.OptionalObject(call.Body, "Limitation") ?? throw ApiError.Required("Limitation");
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
        return ids.Except(call.Scope.EnterpriseIds).Any() ? throw ApiError.Invalid("EnterpriseIds") : [.. ids.Distinct()];
    }

    /// <summary>What lists of threads and of messages have in common.</summary>
    public static ListQuery ReadQuery(ApiCall call, int months)
    {
        var (count, cursor) = ReadLimitation(call);
        var enterpriseIds = ReadEnterpriseIds(call);
        var threadIds = Fields.OptionalIds(call.Body, "MessageThreadIds");
        var created = TimeInterval.ReadOptional(call.Body, "CreatedUtc", call.World, months);
        call.Log(r => r with { IdCount = threadIds?.Count, CreatedUtc = created?.ForLog() });
        return new ListQuery
        {
            IntegrationId = call.Scope.IntegrationId,
            Scope = call.Scope.EnterpriseIds,
            EnterpriseIds = enterpriseIds,
            ThreadIds = threadIds,
            Created = created?.Ticks(call.World) ?? TickRange.Everything,
            Cursor = cursor,
            Count = count,
        };
    }

    /// <summary>The items of a page; throws where a cursor or an id names nothing that the caller sees and that matters.</summary>
    public static IReadOnlyList<T> Checked<T>(Listed<T> page, World world)
    {
        // An item of someone else is answered like one that never was, so that neither way reveals it.
        if (page.CursorState == CursorState.Unknown || (page.CursorState == CursorState.Gone && world.GoneCursor == GoneCursor.Reject))
        {
            throw ApiError.Invalid("Cursor");
        }
        return page.UnknownIds && world.UnknownIds == UnknownIds.Reject ? throw ApiError.Invalid("MessageThreadIds") : page.Items;
    }
}
