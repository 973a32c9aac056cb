using System.Buffers;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace MewsThreads.Benchmarks;

/// <summary>
/// The least that a cmdlet can do: it receives the same bytes, reads each token once, and writes as many empty objects to the pipeline.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "Floor")]
public sealed class FloorCommand : PSCmdlet
{
    private static readonly HttpClient Http = new();

    /// <summary>The server.</summary>
    [Parameter(Mandatory = true)]
    public Uri Address { get; set; } = null!;

    /// <summary>The name of the threads.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = null!;

    /// <summary>Lists them.</summary>
    protected override void EndProcessing()
    {
        string? cursor = null;
        for (var count = PageBody.Count; count == PageBody.Count;)
        {
            (count, cursor) = Page(cursor);
            for (var i = 0; i < count; i++)
            {
                WriteObject(new object());
            }
        }
    }

    private (int Count, string? Cursor) Page(string? cursor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, PageBody.Path));
        request.Content = new StringContent(PageBody.Of(Name, cursor), Encoding.UTF8, "application/json");
        using var response = Http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = response.EnsureSuccessStatusCode().Content.ReadAsStream();
        var length = (int)response.Content.Headers.ContentLength!.Value;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        stream.ReadExactly(buffer, 0, length);
        var (objects, text) = Tokens(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return (objects - 1, text);
    }

    private static (int Objects, string? LastText) Tokens(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var objects = 0;
        long last = 0;
        while (reader.Read())
        {
            objects += reader.TokenType == JsonTokenType.StartObject ? 1 : 0;
            last = reader.TokenType == JsonTokenType.String ? reader.TokenStartIndex : last;
        }

        // The cursor is the last text of a page, unless it is empty.
        return (objects, objects == 1 ? null : Encoding.ASCII.GetString(json.Slice((int)last + 1, 36)));
    }
}
