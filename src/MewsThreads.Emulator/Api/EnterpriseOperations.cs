using System.Text.Json;
using System.Text.Json.Nodes;
using MewsThreads.Emulator.Storage;
using MewsThreads.Emulator.Worlds;

namespace MewsThreads.Emulator.Api;

/// <summary><c>enterprises/getAll</c>, and <c>configuration/get</c>, which returns one of them.</summary>
internal static class EnterpriseOperations
{
    public const string GetAllName = "enterprises/getAll";
    public const string GetConfigurationName = "configuration/get";
    private const string EditableHistory = "P0M7DT0H0M0S";
    private const string AddressId = "8c2c4371-5d42-40a9-b551-ab0b00d75076";

    /// <summary>When every enterprise was created, updated and linked to its portfolio.</summary>
    private static readonly DateTimeOffset LongAgo = new(2015, 7, 7, 13, 33, 17, TimeSpan.Zero);

    /// <summary>A page of the enterprises in scope of the access token.</summary>
    public static OperationResult GetAll(ApiCall call)
    {
        var (count, cursor) = PageArguments.ReadLimitation(call);
        var ids = PageArguments.ReadEnterpriseIds(call);
        var matches = Matches(call);

        // All are equally old, so that the id alone decides, as elsewhere.
        var inScope = call.Scope.Enterprises.OrderByDescending(e => e.Id).ToList();
        if (cursor is { } last && inScope.All(e => e.Id != last))
        {
            throw ApiError.Invalid("Cursor");
        }
        var page = inScope
            .Where(e => matches && ids.Contains(e.Id) && (cursor is null || e.Id.CompareTo(cursor.Value) < 0))
            .Take(count)
            .ToList();
        return ResponseJson.Page(call, "Enterprises", page, enterprise => enterprise.Id, enterprise => Json(enterprise, call.World));
    }

    /// <summary>
    /// The server's time and an enterprise in scope. Without <c>EnterpriseId</c> that is the token's own; for a portfolio token, as
    /// documented under "Multi-property", the one that stands for the portfolio.
    /// </summary>
    public static OperationResult GetConfiguration(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "EnterpriseId") ?? call.Scope.Home.Id;
        var enterprise = call.Scope.Enterprises.Append(call.Scope.Home).FirstOrDefault(e => e.Id == id)
            ?? throw ApiError.Invalid("EnterpriseId");
        var json = Json(enterprise, call.World);
        json.Remove("LinkedUtc");
        json["Currencies"] = new JsonArray(
            new JsonObject { ["Currency"] = enterprise.Currency, ["IsDefault"] = true, ["IsEnabled"] = true });
        // Documented as optional, and of no use to message threads.
        json["AccountingConfiguration"] = null;
        json["IsPortfolio"] = enterprise.IsPortfolio;
        return new OperationResult(ResponseJson.Bytes(new
        {
            NowUtc = ResponseJson.Timestamp(call.Now, call.World),
            Enterprise = json,
            Service = (string?)null,
            PaymentCardStorage = (string?)null,
            IsIdentityDocumentNumberRequired = false,
        }));
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
            throw ApiError.NotTexts("ExternalIdentifiers");
        }
        // None of them has an external identifier.
        return external is null && Contains(linked, call.World) && Contains(updated, call.World);
    }

    private static bool Contains(TimeInterval? interval, World world) =>
        (interval?.Ticks(world) ?? TickRange.Everything).Contains(LongAgo.Ticks);

    private static JsonObject Json(DemoEnterprise enterprise, World world) => new()
    {
        ["LinkedUtc"] = ResponseJson.Timestamp(LongAgo, world),
        ["Id"] = enterprise.Id,
        ["ExternalIdentifier"] = null,
        ["HoldingKey"] = null,
        ["ChainId"] = "8ddea57b-6a5c-4eec-8c4c-24467dce118e",
        ["ChainName"] = "Connector API Chain",
        ["CreatedUtc"] = ResponseJson.Timestamp(LongAgo, world),
        ["UpdatedUtc"] = ResponseJson.Timestamp(LongAgo, world),
        ["Name"] = enterprise.Name,
        ["TimeZoneIdentifier"] = enterprise.TimeZoneIdentifier,
        ["LegalEnvironmentCode"] = enterprise.LegalEnvironmentCode,
        ["AccommodationEnvironmentCode"] = enterprise.LegalEnvironmentCode,
        ["AccountingEnvironmentCode"] = enterprise.LegalEnvironmentCode,
        ["TaxEnvironmentCode"] = enterprise.TaxEnvironmentCode,
        ["DefaultLanguageCode"] = "en-US",
        ["EditableHistoryInterval"] = EditableHistory,
        ["AccountingEditableHistoryInterval"] = EditableHistory,
        ["OperationalEditableHistoryInterval"] = EditableHistory,
        ["BusinessDayClosingOffset"] = null,
        ["WebsiteUrl"] = null,
        ["Email"] = null,
        ["Phone"] = null,
        ["LogoImageId"] = null,
        ["CoverImageId"] = null,
        ["Pricing"] = enterprise.Pricing,
        ["TaxPrecision"] = null,
        ["AddressId"] = AddressId,
        ["Address"] = new JsonObject
        {
            ["Id"] = AddressId,
            ["Line1"] = "1 Demo Street",
            ["Line2"] = null,
            ["City"] = enterprise.City,
            ["PostalCode"] = null,
            ["CountryCode"] = enterprise.CountryCode,
            ["CountrySubdivisionCode"] = null,
            ["Latitude"] = null,
            ["Longitude"] = null,
        },
        ["GroupNames"] = new JsonArray("Connector API Group"),
        ["Subscription"] = new JsonObject { ["TaxIdentifier"] = null },
    };
}
