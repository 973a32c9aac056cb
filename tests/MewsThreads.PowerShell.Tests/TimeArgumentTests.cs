using System.Globalization;
using System.Management.Automation;

namespace MewsThreads.Commands.Tests;

/// <summary>Times and spans that a command line gives: each means one thing, or is refused.</summary>
public class TimeArgumentTests
{
    public static TheoryData<string, string> Cultures
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var culture in new[] { "", "en-US", "en-GB", "de-DE", "th-TH", "ar-SA", "hu-HU" })
            {
                foreach (var parameter in new[] { "Get-MewsMessageThread -CreatedAfter", "Get-MewsMessageThread -UpdatedBefore", "Get-MewsMessage $id -CreatedBefore", "Sync-MewsMessageThread x.csv -UpdatedAfter" })
                {
                    data.Add(culture, parameter);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task A_date_with_two_readings_is_refused_with_both_in_every_culture(string culture, string parameter)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", Guid.NewGuid());
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            foreach (var text in new[] { "09/11/2026", "9.11.2026", "11-09-2026 10:30", "09/11/2026 12:00:00 +00:00", "10:30 9/11/2026" })
            {
                var message = session.Run($"{parameter} '{text}'").Terminating!.Exception.Message;
                Assert.Contains("2026-09-11", message, StringComparison.Ordinal);
                Assert.Contains("2026-11-09", message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("13/09/26", "2026-09-13", "2013-09-26")]
    [InlineData("3/4", "-03-04", "-04-03")]
    public async Task A_date_without_a_whole_year_is_refused_where_it_has_two_readings(string text, string one, string other)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var message = session.Run($"Get-MewsMessageThread -CreatedAfter '{text}'").Terminating!.Exception.Message;

        Assert.Contains(one, message, StringComparison.Ordinal);
        Assert.Contains(other, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US", "08/25/2026 12:00:00 +00:00")]
    [InlineData("en-GB", "25/08/2026 12:00:00 +00:00")]
    [InlineData("de-DE", "25.08.2026 12:00:00 +00:00")]
    [InlineData("en-US", "08/08/2026 12:00:00 +00:00")]
    [InlineData("en-US", "2026/08/09 12:00:00 +00:00")]
    [InlineData("en-US", "9 Aug 2026 12:00:00 +00:00")]
    [InlineData("en-US", "2026-08-09")]
    [InlineData("en-US", "2026-08-09T10:11:12.5-05:30")]
    public async Task A_date_with_one_reading_is_taken(string culture, string text)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            session.Run($"Get-MewsMessageThread -CreatedAfter '{text}'").AssertNoErrors();
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Get-MewsMessageThread", "CreatedAfter")]
    [InlineData("Get-MewsMessageThread", "CreatedBefore")]
    [InlineData("Get-MewsMessageThread", "UpdatedAfter")]
    [InlineData("Get-MewsMessageThread", "UpdatedBefore")]
    [InlineData("Get-MewsMessage 7f9325f6-ef44-4911-89a8-ae51010a5aa4", "CreatedAfter")]
    [InlineData("Sync-MewsMessageThread x.csv", "UpdatedAfter")]
    public async Task No_time_where_one_is_named_is_an_error(string command, string parameter)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        foreach (var nothing in new[] { "$null", "$never", "''" })
        {
            var error = session.Run($"{command} -{parameter} {nothing}").Terminating;
            Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
            Assert.Contains(parameter, error.Exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("([datetime]::MinValue)", "([datetime]::MaxValue)")]
    [InlineData("([datetimeoffset]::MinValue)", "([datetimeoffset]::MaxValue)")]
    [InlineData("([DateOnly]::MinValue)", "([DateOnly]::MaxValue)")]
    [InlineData("([datetime]::SpecifyKind([datetime]::MinValue, 'Utc'))", "([datetime]::SpecifyKind([datetime]::MaxValue, 'Utc'))")]
    public async Task The_ends_of_the_calendar_are_no_limit(string after, string before)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        emulator.Insert(3);

        Assert.Equal(3, session.Run($"Get-MewsMessageThread -CreatedAfter {after} -CreatedBefore {before}").AssertNoErrors().Output.Count);
        Assert.Equal(3, session.Run($"Get-MewsMessageThread -UpdatedAfter {after} -UpdatedBefore {before}").AssertNoErrors().Output.Count);
    }

    [Fact]
    public async Task A_date_alone_begins_at_local_midnight()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        session.Run("Get-MewsMessageThread -CreatedAfter ([DateOnly]::new(2026, 8, 9))").AssertNoErrors();

        var midnight = new DateTimeOffset(new DateTime(2026, 8, 9, 0, 0, 0, DateTimeKind.Local)).ToUniversalTime();
        Assert.Equal(midnight, emulator.Requests.Snapshot().Select(request => request.CreatedUtc!.Value.StartUtc).Min());
    }

    [Theory]
    [InlineData("30")]
    [InlineData("'30'")]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("30L")]
    public async Task A_lookback_without_a_unit_is_refused(string number)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Run($"Sync-MewsMessageThread x.csv -Lookback {number}").Terminating;

        Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
        Assert.Contains("00:30:00", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Theory]
    [InlineData("00:00:30", 1)]
    [InlineData("([timespan]30)", 1)]
    [InlineData("00:01:00", 0)]
    public async Task A_lookback_below_a_minute_causes_a_warning(string lookback, int warnings)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            session.Set("file", Path.Combine(folder.FullName, "threads.csv"));

            var result = session.Run($"Sync-MewsMessageThread $file -Lookback {lookback}").AssertNoErrors();

            Assert.Equal(warnings, result.Warnings.Count(warning => warning.Contains("-Lookback", StringComparison.Ordinal)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
