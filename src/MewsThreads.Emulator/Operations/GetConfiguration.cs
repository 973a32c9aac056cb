using System.Text.Json;
using MewsThreads.Emulator.Api;

namespace MewsThreads.Emulator.Operations;

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
            ?? throw ApiException.BadRequest("Invalid EnterpriseId.");
        return new OperationResult(ApiJson.Object(writer =>
        {
            writer.WriteString("NowUtc", ApiJson.Timestamp(call.Now, call.World.TimestampDigits));
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
