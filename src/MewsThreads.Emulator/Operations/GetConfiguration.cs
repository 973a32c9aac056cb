using System.Text.Json;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

/// <summary>
/// <c>configuration/get</c>: the server's time and an enterprise in scope. Without <c>EnterpriseId</c> that is the token's own; for a
/// portfolio token, as documented under "Multi-property", the one that stands for the portfolio.
/// </summary>
internal sealed class GetConfiguration(EmulatorOptions options)
{
    public const string Name = "configuration/get";
    private const string LongAgo = "2015-07-07T13:33:17Z";
    private const string EditableHistory = "P0M7DT0H0M0S";

    public OperationResult Execute(ApiCall call)
    {
        var id = Fields.OptionalId(call.Body, "EnterpriseId") ?? call.Scope.Home.Id;
        var enterprise = call.Scope.Enterprises.Append(call.Scope.Home).FirstOrDefault(e => e.Id == id)
            ?? throw ApiException.BadRequest("Invalid EnterpriseId.");
        return new OperationResult(ApiJson.Object(writer =>
        {
            writer.WriteString("NowUtc", ApiJson.Timestamp(options.Clock.GetUtcNow(), options.TimestampDigits));
            writer.WriteStartObject("Enterprise");
            WriteEnterprise(writer, enterprise);
            writer.WriteEndObject();
            writer.WriteNull("Service");
            writer.WriteNull("PaymentCardStorage");
            writer.WriteBoolean("IsIdentityDocumentNumberRequired", false);
        }));
    }

    private static void WriteEnterprise(Utf8JsonWriter writer, DemoEnterprise enterprise)
    {
        writer.WriteString("Id", enterprise.Id);
        writer.WriteNull("ExternalIdentifier");
        writer.WriteNull("HoldingKey");
        writer.WriteString("ChainId", "8ddea57b-6a5c-4eec-8c4c-24467dce118e");
        writer.WriteString("ChainName", "Connector API Chain");
        writer.WriteString("CreatedUtc", LongAgo);
        writer.WriteString("UpdatedUtc", LongAgo);
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
