using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MewsThreads.Benchmarks;

/// <summary>A Connector API that lists prepared threads, in a process of its own.</summary>
internal sealed class PageServer : IDisposable
{
    /// <summary>The argument that makes this program the server.</summary>
    public const string Role = "serve";

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private PageServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts the server process.</summary>
    public static PageServer Start()
    {
        var process = Child.Start(Child.Self(Role));
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        return new PageServer(process, new Uri(address));
    }

    /// <summary>How many pages were asked for since the last call.</summary>
    public int TakeRequests() => int.Parse(_http.GetStringAsync(new Uri(Address, "requests")).GetAwaiter().GetResult(), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>Serves until it is killed, or until the program that started it is gone.</summary>
    public static async Task ServeAsync()
    {
        var all = new ConcurrentDictionary<string, Lazy<Threads>>();
        var requests = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/requests", () => Interlocked.Exchange(ref requests, 0).ToString(CultureInfo.InvariantCulture));
        app.MapPost("/api/connector/v1/configuration/get", () => Results.Text(
            $$"""{"NowUtc":"{{Threads.Now:yyyy-MM-ddTHH:mm:ssZ}}","Enterprise":{"Id":"3fa85f64-5717-4562-b3fc-2c963f66afa6","Name":"Benchmark"} }""",
            "application/json"));
        app.MapPost("/api/connector/v1/messageThreads/getAll", async context =>
        {
            Interlocked.Increment(ref requests);
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var name = body.RootElement.GetProperty("AccessToken").GetString()!;
            await AnswerAsync(context.Response, all.GetOrAdd(name, _ => new Lazy<Threads>(() => new Threads(name))).Value, body.RootElement);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    private static async Task AnswerAsync(HttpResponse response, Threads threads, JsonElement body)
    {
        if (threads.Delay > TimeSpan.Zero)
        {
            await Task.Delay(threads.Delay);
        }

        var window = body.GetProperty("CreatedUtc");
        var limitation = body.GetProperty("Limitation");
        Guid? cursor = limitation.TryGetProperty("Cursor", out var given) && given.ValueKind == JsonValueKind.String ? given.GetGuid() : null;
        var start = threads.Start(window.GetProperty("EndUtc").GetDateTime(), cursor);
        var end = threads.End(start, limitation.GetProperty("Count").GetInt32(), window.GetProperty("StartUtc").GetDateTime());
        var items = threads.Json(start, end);
        var rest = Encoding.ASCII.GetBytes(start == end ? """],"Cursor":null}""" : $"],\"Cursor\":\"{Threads.Id(end - 1)}\"}}");
        response.ContentType = "application/json";
        response.Headers["Request-Id"] = "1";
        response.ContentLength = Opening.Length + items.Length + rest.Length;
        await response.Body.WriteAsync(Opening);
        await response.Body.WriteAsync(items);
        await response.Body.WriteAsync(rest);
    }

    private static ReadOnlyMemory<byte> Opening { get; } = Encoding.ASCII.GetBytes("""{"MessageThreads":[""");
}
