using System.Text.Json;
using MewsThreads.Emulator.Api;
using MewsThreads.Emulator.Storage;

namespace MewsThreads.Emulator.Operations;

/// <summary><c>enterprises/getAll</c>: a page of the enterprises in scope of the access token.</summary>
internal static class GetAllEnterprises
{
    public const string Name = "enterprises/getAll";

    public static OperationResult Execute(ApiCall call)
    {
        var (count, cursor) = Paging.ReadLimitation(call);
        var ids = Paging.ReadEnterpriseIds(call);
        var matches = Matches(call);

        // All are equally old, so that the id alone decides, as elsewhere.
        var inScope = call.Scope.Enterprises.OrderByDescending(e => e.Id).ToList();
        if (cursor is { } last && inScope.All(e => e.Id != last))
        {
            throw ApiException.BadRequest("Invalid Cursor.");
        }
        var page = inScope
            .Where(e => matches && ids.Contains(e.Id) && (cursor is null || e.Id.CompareTo(cursor.Value) < 0))
            .Take(count)
            .ToList();

        call.Log(r => r with { Returned = page.Count });
        var body = ApiJson.Object(writer =>
        {
            writer.WriteStartArray("Enterprises");
            foreach (var enterprise in page)
            {
                writer.WriteStartObject();
                writer.WriteString("LinkedUtc", ApiJson.Timestamp(EnterpriseJson.LongAgo, call.World.TimestampDigits));
                writer.WriteEnterprise(enterprise, call.World.TimestampDigits);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteCursor(page, enterprise => enterprise.Id);
        });
        return new OperationResult(body, IsEmptyPage: page.Count == 0);
    }

    // What the enterprises have in common, they pass or fail together.
    private static bool Matches(ApiCall call)
    {
        var linked = TimeInterval.ReadOptional(call.Body, "LinkedUtc", call.World);
        var updated = TimeInterval.ReadOptional(call.Body, "UpdatedUtc", call.World);
        call.Log(r => r with { UpdatedUtc = updated?.ForLog() });
        var external = Fields.OptionalArray(call.Body, "ExternalIdentifiers");
        if (external?.Any(item => item.ValueKind != JsonValueKind.String) == true)
        {
            throw ApiException.BadRequest("ExternalIdentifiers must be strings.");
        }
        // None of them has an external identifier.
        return external is null && Contains(linked, call.World) && Contains(updated, call.World);
    }

    private static bool Contains(TimeInterval? interval, World world) =>
        (interval?.Ticks(world) ?? TickRange.Everything).Contains(EnterpriseJson.LongAgo.Ticks);
}
