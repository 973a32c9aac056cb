using System.Text.Json;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary><c>enterprises/getAll</c>: a page of the enterprises in scope of the access token.</summary>
internal static class GetAllEnterprises
{
    public const string Name = "enterprises/getAll";

    public static OperationResult Execute(ApiCall call)
    {
        var (count, cursor) = PageArguments.ReadLimitation(call);
        var ids = PageArguments.ReadEnterpriseIds(call);
        var matches = Matches(call);

        // All are equally old, so that the id alone decides, as elsewhere.
        var inScope = call.Scope.Enterprises.OrderByDescending(e => e.Id).ToList();
        if (cursor is { } last && inScope.All(e => e.Id != last))
        {
            throw ApiError.BadRequest("Invalid Cursor.");
        }
        var page = inScope
            .Where(e => matches && ids.Contains(e.Id) && (cursor is null || e.Id.CompareTo(cursor.Value) < 0))
            .Take(count)
            .ToList();

        call.Log(r => r with { Returned = page.Count });
        var body = ResponseJson.Object(writer =>
        {
            writer.WriteStartArray("Enterprises");
            foreach (var enterprise in page)
            {
                writer.WriteStartObject();
                writer.WriteString("LinkedUtc", ResponseJson.Timestamp(EnterpriseJson.LongAgo, call.World.TimestampDigits));
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
            throw ApiError.BadRequest("ExternalIdentifiers must be strings.");
        }
        // None of them has an external identifier.
        return external is null && Contains(linked, call.World) && Contains(updated, call.World);
    }

    private static bool Contains(TimeInterval? interval, World world) =>
        (interval?.Ticks(world) ?? TickRange.Everything).Contains(EnterpriseJson.LongAgo.Ticks);
}

/// <summary>
/// <c>configuration/get</c>: the server's time and an enterprise in scope. Without <c>EnterpriseId</c> that is the token's own; for a
/// portfolio token, as documented under "Multi-property", the one that stands for the portfolio.
/// </summary>
internal static class GetConfiguration
{
    public const string Name = "configuration/get";

    public static OperationResult Execute(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "EnterpriseId") ?? call.Scope.Home.Id;
        var enterprise = call.Scope.Enterprises.Append(call.Scope.Home).FirstOrDefault(e => e.Id == id)
            ?? throw ApiError.BadRequest("Invalid EnterpriseId.");
        return new OperationResult(ResponseJson.Object(writer =>
        {
            writer.WriteString("NowUtc", ResponseJson.Timestamp(call.Now, call.World.TimestampDigits));
            writer.WriteStartObject("Enterprise");
            writer.WriteEnterprise(enterprise, call.World.TimestampDigits);
            WriteRest(writer, enterprise);
            writer.WriteEndObject();
            writer.WriteNull("Service");
            writer.WriteNull("PaymentCardStorage");
            writer.WriteBoolean("IsIdentityDocumentNumberRequired", false);
        }));
    }

    private static void WriteRest(Utf8JsonWriter writer, DemoEnterprise enterprise)
    {
        writer.WriteStartArray("Currencies");
        writer.WriteStartObject();
        writer.WriteString("Currency", enterprise.Currency);
        writer.WriteBoolean("IsDefault", true);
        writer.WriteBoolean("IsEnabled", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        // Documented as optional, and of no use to message threads.
        writer.WriteNull("AccountingConfiguration");
        writer.WriteBoolean("IsPortfolio", enterprise.IsPortfolio);
    }
}

/// <summary>What operations that return enterprises say of them alike.</summary>
internal static class EnterpriseJson
{
    private const string EditableHistory = "P0M7DT0H0M0S";

    /// <summary>When every enterprise was created, updated and linked to its portfolio.</summary>
    public static DateTimeOffset LongAgo { get; } = new(2015, 7, 7, 13, 33, 17, TimeSpan.Zero);

    /// <summary>The properties that all of them share.</summary>
    public static void WriteEnterprise(this Utf8JsonWriter writer, DemoEnterprise enterprise, int timestampDigits)
    {
        var longAgo = ResponseJson.Timestamp(LongAgo, timestampDigits);
        writer.WriteString("Id", enterprise.Id);
        writer.WriteNull("ExternalIdentifier");
        writer.WriteNull("HoldingKey");
        writer.WriteString("ChainId", "8ddea57b-6a5c-4eec-8c4c-24467dce118e");
        writer.WriteString("ChainName", "Connector API Chain");
        writer.WriteString("CreatedUtc", longAgo);
        writer.WriteString("UpdatedUtc", longAgo);
        writer.WriteString("Name", enterprise.Name);
        writer.WriteString("TimeZoneIdentifier", enterprise.TimeZoneIdentifier);
        writer.WriteString("LegalEnvironmentCode", enterprise.LegalEnvironmentCode);
        writer.WriteString("AccommodationEnvironmentCode", enterprise.LegalEnvironmentCode);
        writer.WriteString("AccountingEnvironmentCode", enterprise.LegalEnvironmentCode);
        writer.WriteString("TaxEnvironmentCode", enterprise.TaxEnvironmentCode);
        writer.WriteString("DefaultLanguageCode", "en-US");
        writer.WriteString("EditableHistoryInterval", EditableHistory);
        writer.WriteString("AccountingEditableHistoryInterval", EditableHistory);
        writer.WriteString("OperationalEditableHistoryInterval", EditableHistory);
        writer.WriteNull("BusinessDayClosingOffset");
        writer.WriteNull("WebsiteUrl");
        writer.WriteNull("Email");
        writer.WriteNull("Phone");
        writer.WriteNull("LogoImageId");
        writer.WriteNull("CoverImageId");
        writer.WriteString("Pricing", enterprise.Pricing);
        writer.WriteNull("TaxPrecision");
        WriteAddress(writer, enterprise);
        writer.WriteStartArray("GroupNames");
        writer.WriteStringValue("Connector API Group");
        writer.WriteEndArray();
        writer.WriteStartObject("Subscription");
        writer.WriteNull("TaxIdentifier");
        writer.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter writer, DemoEnterprise enterprise)
    {
        const string id = "8c2c4371-5d42-40a9-b551-ab0b00d75076";
        writer.WriteString("AddressId", id);
        writer.WriteStartObject("Address");
        writer.WriteString("Id", id);
        writer.WriteString("Line1", "1 Demo Street");
        writer.WriteNull("Line2");
        writer.WriteString("City", enterprise.City);
        writer.WriteNull("PostalCode");
        writer.WriteString("CountryCode", enterprise.CountryCode);
        writer.WriteNull("CountrySubdivisionCode");
        writer.WriteNull("Latitude");
        writer.WriteNull("Longitude");
        writer.WriteEndObject();
    }
}
