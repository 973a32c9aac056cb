using System.Text;
using System.Text.Json;
using CsCheck;
using MewsThreads.Http;
using MewsThreads.Lists;
using MewsThreads.Tests;

namespace MewsThreads.Client.Tests;

/// <summary>Texts that were cut in the middle of a character: they are read, and so is everything else.</summary>
public class LoneSurrogatesTests
{
    // What can stand next to each other in a JSON text.
    private static readonly string[] Pieces =
    [
        "a", "u", "d83c", @"\\", @"\n", "\\\"", @"\u0041", @"\ud83c", @"\uD83C", @"\udf73", @"\uDF73", @"\ufffd", "é", "\U0001F373", @"\/",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    [Theory]
    [InlineData(@"Taxi \ud83c", "Taxi \uFFFD")]
    [InlineData(@"\udf73 Taxi", "\uFFFD Taxi")]
    [InlineData(@"\ud83c\ud83c\udf73", "\uFFFD\U0001F373")]
    [InlineData(@"\ud83c\u0041", "\uFFFDA")]
    [InlineData(@"\ud83c\udf73", "\U0001F373")]
    [InlineData(@"\\ud83c", @"\ud83c")]
    [InlineData(@"\\\ud83c", "\\\uFFFD")]
    public void Half_a_character_is_read_as_one_that_cannot_be_shown(string json, string text) => Assert.Equal(text, Read(json));

    [Fact]
    public void Every_text_can_be_read_and_whole_ones_stay_as_they_are() => Piece.Array[0, 12].Select(string.Concat).Sample(json =>
    {
        var text = Read(json);

        if (!HasHalf(json))
        {
            Assert.Equal(JsonSerializer.Deserialize<string>($"\"{json}\""), text);
        }
    });

    [Fact]
    public async Task A_list_with_half_an_emoji_in_a_subject_is_read_to_its_end()
    {
        await using var server = await ScriptedServer.StartAsync(
            """
            { "MessageThreads": [ { "Id": "11111111-0000-0000-0000-000000000000", "OriginalSender": "John", "Subject": "Taxi \ud83c",
              "CreatedUtc": "2024-01-01T10:00:00Z", "UpdatedUtc": "2024-01-01T10:00:00Z" } ], "Cursor": null }
            """);
        var query = new ListQuery { Created = new TimeFilter(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero)) };

        Assert.Equal("Taxi \uFFFD", Assert.Single(ReadLists.Threads(server.Client(), query, DateTimeOffset.UtcNow)).Subject);
    }

    private static string Read(string json)
    {
        var bytes = Encoding.UTF8.GetBytes($"\"{json}\"");
        LoneSurrogates.Replace(bytes);
        return JsonSerializer.Deserialize<string>(bytes)!;
    }

    private static bool HasHalf(string json)
    {
        try
        {
            JsonSerializer.Deserialize<string>($"\"{json}\"");
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            return true;
        }
    }
}
