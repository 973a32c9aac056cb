using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace MewsThreads.Emulator.Tests;

/// <summary><c>Request-Id</c>, <c>Prefer</c> and compression.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task Every_answer_has_a_request_id_of_its_own()
    {
        await using var api = await TestApi.StartAsync();
        var answers = new[]
        {
            await api.PostAsync(TestApi.GetAll, TestApi.Page()),
            await api.PostAsync(TestApi.GetAll, TestApi.Page()),
            await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Prefer", "return=minimal")),
            await api.PostAsync(TestApi.GetAll, TestApi.Body()),
            await api.PostAsync("x/y", TestApi.Body()),
        };
        Assert.Equal(answers.Length, answers.Select(a => Guid.ParseExact(a.RequestId, "D")).Distinct().Count());
    }

    [Theory]
    [InlineData("return=minimal")]
    [InlineData("Return=Minimal")]
    [InlineData("return=\"minimal\"")]
    [InlineData("respond-async, return=minimal; x=1")]
    public async Task Return_minimal_turns_an_empty_page_into_204(string prefer)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Prefer", prefer));
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Empty(answer.Bytes);
        Assert.Null(answer.Response.Content.Headers.ContentType);
    }

    [Theory]
    [InlineData("return=representation")]
    [InlineData("return")]
    [InlineData("minimal")]
    public async Task Any_other_preference_does_not(string prefer)
    {
        await using var api = await TestApi.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Prefer", prefer))).Status);
    }

    [Fact]
    public async Task Return_minimal_changes_nothing_else()
    {
        await using var api = await TestApi.StartAsync();
        var minimal = ("Prefer", "return=minimal");
        var added = await api.PostAsync(TestApi.AddThread, TestApi.Body(("OriginalSender", "John Doe"), ("Subject", "x")), minimal);
        Assert.Single(added.Ids);
        Assert.Single((await api.PostAsync(TestApi.GetAll, TestApi.Page(), minimal)).Ids);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetConfiguration, TestApi.Body(), minimal)).Status);
        (await api.PostAsync(TestApi.GetAll, TestApi.Body(), minimal)).IsError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, deflate, br")]
    public async Task An_answer_is_gzipped_for_whom_accepts_it(string accepted)
    {
        await using var api = await TestApi.StartAsync();
        api.Store.Add(TestApi.Now.AddDays(-1), subject: new string('x', 10_000));
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Accept-Encoding", accepted));
        Assert.Equal(["gzip"], answer.Response.Content.Headers.ContentEncoding);
        Assert.InRange(answer.Bytes.Length, 1, 2000);
        using var unzipped = new GZipStream(new MemoryStream(answer.Bytes), CompressionMode.Decompress);
        using var json = await JsonDocument.ParseAsync(unzipped, default, TestContext.Current.CancellationToken);
        Assert.Equal(1, json.RootElement.GetProperty("MessageThreads").GetArrayLength());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip;q=0")]
    [InlineData("identity")]
    public async Task And_not_for_others(string accepted)
    {
        await using var api = await TestApi.StartAsync();
        var answer = await api.PostAsync(TestApi.GetAll, TestApi.Page(), ("Accept-Encoding", accepted));
        Assert.Empty(answer.Response.Content.Headers.ContentEncoding);
        Assert.Empty(answer.Ids);
    }
}
