using System.Text.Json;

namespace MewsThreads.Emulator.Operations;

/// <summary>What operations that return enterprises say of them alike.</summary>
internal static class EnterpriseJson
{
    private const string EditableHistory = "P0M7DT0H0M0S";

    /// <summary>When every enterprise was created, updated and linked to its portfolio.</summary>
    public static DateTimeOffset LongAgo { get; } = new(2015, 7, 7, 13, 33, 17, TimeSpan.Zero);

    /// <summary>The properties that all of them share.</summary>
    public static void WriteEnterprise(this Utf8JsonWriter writer, DemoEnterprise enterprise, int timestampDigits)
    {
        var longAgo = Api.ApiJson.Timestamp(LongAgo, timestampDigits);
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
