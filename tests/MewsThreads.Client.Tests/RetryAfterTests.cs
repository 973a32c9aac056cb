using System.Globalization;
using MewsThreads.Http;

namespace MewsThreads.Client.Tests;

public class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("Mon, 31 Aug 2026 12:00:09 GMT", 9)]
    [InlineData("Mon, 31 Aug 2026 11:00:00 GMT", 0)]
    [InlineData("Monday, 31-Aug-26 12:00:09 GMT", 9)]
    [InlineData("2026-08-31T12:00:09Z", 9)]
    public void Seconds_and_dates_are_a_wait(string header, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(header));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("Mon, 32 Aug 2026 12:00:09 GMT")]
    public void What_cannot_be_understood_is_nothing(string header) => Assert.Null(Read(header));

    [Fact]
    public void A_date_is_by_the_clock_of_the_server_where_it_tells_it()
    {
        // The server is an hour ahead and asks for a minute.
        Assert.Equal(
            TimeSpan.FromMinutes(1),
            Read(Now.AddHours(1).AddMinutes(1).ToString("r", CultureInfo.InvariantCulture), date: Now.AddHours(1)));
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("999999999999999999999999999999")]
    public void An_absurd_wait_stays_one(string header) => Assert.True(Read(header) > TimeSpan.FromDays(365));

    private static TimeSpan? Read(string header, DateTimeOffset? date = null)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", header);
        response.Headers.Date = date;
        return RetryAfter.Read(response.Headers, Now);
    }
}
