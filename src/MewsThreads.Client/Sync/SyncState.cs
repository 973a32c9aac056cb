using System.Text.Json;
using System.Text.Json.Serialization;
using MewsThreads.Contract;

namespace MewsThreads.Sync;

/// <summary>What is known of a file since the last completed run, kept beside it. It holds nothing that a token could be found from.</summary>
internal sealed record SyncState
{
    public const int CurrentVersion = 1;

    public required int FormatVersion { get; init; }

    public required Uri PlatformAddress { get; init; }

    /// <summary>The enterprise that the access token stands for.</summary>
    public required Guid EnterpriseId { get; init; }

    /// <summary>The enterprises that were asked for, in order; null for all in the scope of the token.</summary>
    public required IReadOnlyList<Guid>? EnterpriseIds { get; init; }

    /// <summary>The file holds the threads updated at this instant or later; null for every thread there is.</summary>
    public required DateTimeOffset? UpdatedAfter { get; init; }

    public required bool SpreadsheetSafe { get; init; }

    public required bool ByteOrderMark { get; init; }

    /// <summary>The earliest that the server's clock showed during the run: what is dated later may not be in the file yet.</summary>
    public required DateTimeOffset Watermark { get; init; }

    public required long Rows { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The checksum of the file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <exception cref="JsonException">It is not a state.</exception>
    public static SyncState Parse(byte[] json) =>
        JsonSerializer.Deserialize(json, SyncJson.Default.SyncState) ?? throw new JsonException("It is null.");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SyncJson.Default.SyncState);
}

/// <summary>Reads and writes states; generated at build time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, Converters = [typeof(UtcTimestampConverter)])]
[JsonSerializable(typeof(SyncState))]
internal sealed partial class SyncJson : JsonSerializerContext;
