using System.Globalization;

namespace MewsThreads.PowerShell.Tests;

public class CultureTests
{
    [Theory]
    [InlineData("de-DE", "2026-02-01")]
    [InlineData("th-TH", "2026-02-01")]
    [InlineData("th-TH", "2026-02-01 00:00:00Z")]
    [InlineData("ar-SA", "2026-02-01T00:00:00Z")]
    [InlineData("ar-SA", "2026-02-01")]
    public void A_time_in_ISO_8601_means_the_same_in_every_culture(string culture, string time)
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            // The engine's threads take the culture of the one that starts them.
            Thread.CurrentThread.CurrentCulture = new CultureInfo(culture);
            using var session = new Session();
            session.Set("token", Session.Secure("token"));
            session.Run("Connect-Mews -ClientToken $token -AccessToken $token -SkipVerification").AssertNoErrors();
            Assert.Equal(culture, session.Run("$PSCulture").Output.Single().ToString());

            foreach (var parameter in new[] { "Created", "Updated" })
            {
                var error = session.Run($"Get-MewsMessageThread -{parameter}After '{time}' -{parameter}Before 2000-01-01").AssertTerminating("MewsInvalidArgument");
                var expected = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime;
                Assert.Contains(expected.ToString("u", CultureInfo.InvariantCulture), error.Exception.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
