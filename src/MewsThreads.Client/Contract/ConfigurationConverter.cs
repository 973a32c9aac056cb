using System.Text.Json;

namespace MewsThreads.Contract;

/// <summary>Reads the response of <c>configuration/get</c>, the first one of each connection: see <see cref="ListRequestConverter"/>.</summary>
internal sealed class ConfigurationConverter : ReadingConverter<GetConfigurationResponse>
{
    private static readonly EnterpriseConverter Enterprise = new();

    protected override string What => "A configuration";

    protected override GetConfigurationResponse Create() => new();

    protected override void ReadProperty(ref Utf8JsonReader reader, GetConfigurationResponse value)
    {
        if (reader.ValueTextEquals("NowUtc"u8))
        {
            Begin(ref reader, value.NowUtc is not null, nameof(value.NowUtc));
            value.NowUtc = reader.TokenType == JsonTokenType.Null ? null : UtcTimestampConverter.Read(ref reader);
        }
        else if (reader.ValueTextEquals("Enterprise"u8))
        {
            Begin(ref reader, value.Enterprise is not null, nameof(value.Enterprise));
            value.Enterprise = reader.TokenType == JsonTokenType.Null ? null : Enterprise.Read(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private sealed class EnterpriseConverter : ReadingConverter<EnterpriseConfiguration>
    {
        protected override string What => "An enterprise";

        protected override EnterpriseConfiguration Create() => new();

        protected override void ReadProperty(ref Utf8JsonReader reader, EnterpriseConfiguration value)
        {
            if (reader.ValueTextEquals("Id"u8))
            {
                Begin(ref reader, value.Id is not null, nameof(value.Id));
                value.Id = reader.TokenType == JsonTokenType.Null ? null : Id(ref reader, nameof(value.Id));
            }
            else if (reader.ValueTextEquals("Name"u8))
            {
                Begin(ref reader, value.Name is not null, nameof(value.Name));
                value.Name = Text(ref reader, nameof(value.Name));
            }
            else if (reader.ValueTextEquals("IsPortfolio"u8))
            {
                Begin(ref reader, value.IsPortfolio is not null, nameof(value.IsPortfolio));
                value.IsPortfolio = Flag(ref reader, nameof(value.IsPortfolio));
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
