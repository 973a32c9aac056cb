using System.Management.Automation;
using System.Numerics;
using MewsThreads.Emulator;
using MewsThreads.Tests;

namespace MewsThreads.Commands.Tests;

public class InvokeMewsOperationTests
{
    private const string Window = "@{ CreatedUtc = @{ StartUtc = $after; EndUtc = $before } }";

    [Fact]
    public async Task Without_all_the_answer_comes_as_it_is()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var answer = Assert.Single(session.Run("Invoke-MewsOperation configuration/get").AssertNoErrors().Output);

        Assert.IsType<PSCustomObject>(answer.BaseObject);
        Assert.Equal("2026-08-31T12:00:00Z", answer.Properties["NowUtc"].Value);
        var enterprise = Assert.IsType<PSObject>(answer.Properties["Enterprise"].Value);
        Assert.Equal(DemoEnterprises.First.Id.ToString(), enterprise.Properties["Id"].Value);
        Assert.Equal("configuration/get", Assert.Single(emulator.Requests.Snapshot()).Operation);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1000)]
    public async Task All_returns_what_get_returns_in_the_same_order_and_as_many_requests(int pageSize)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = ConnectedWithWindow(emulator);
        emulator.Insert(40);

        var threads = session.Run($"Get-MewsMessageThread -CreatedAfter $after -CreatedBefore $before -PageSize {pageSize}").AssertNoErrors();
        var asked = emulator.Requests.Snapshot().Select(request => (request.Count, request.Cursor, request.CreatedUtc, request.Returned)).ToList();
        emulator.Requests.Clear();
        var items = session.Run($"Invoke-MewsOperation messageThreads/getAll {Window} -All -PageSize {pageSize}").AssertNoErrors();

        Assert.Equal(40, items.Output.Count);
        Assert.Equal(threads.Ids.Select(id => id.ToString()), items.Output.Select(item => item.Properties["Id"].Value));
        Assert.Equal(asked, emulator.Requests.Snapshot().Select(request => (request.Count, request.Cursor, request.CreatedUtc, request.Returned)));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(11, 3)]
    public async Task No_page_is_requested_ahead_before_half_of_the_first_or_the_one_before_is_wanted(int wanted, int requests)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = ConnectedWithWindow(emulator);
        using var sent = new RequestCounter(emulator.Address.Port);
        emulator.Insert(40);

        var result = session.Run($"foreach ($once in 1) {{ Invoke-MewsOperation messageThreads/getAll {Window} -All -PageSize 10 | ForEach-Object {{ $_; if (++$n -eq {wanted}) {{ break }} }} }}").AssertNoErrors();

        Assert.Equal(wanted, result.Output.Count);
        Assert.Equal((requests, requests), (sent.Started, sent.Ended));
    }

    [Fact]
    public async Task The_page_size_is_that_of_the_parameter_or_the_body_or_the_largest()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = ConnectedWithWindow(emulator);
        emulator.Insert(5);

        session.Run($"$body = {Window}; Invoke-MewsOperation messageThreads/getAll $body -All").AssertNoErrors();
        session.Run("$body.Limitation = @{ Count = 7 }; Invoke-MewsOperation messageThreads/getAll $body -All").AssertNoErrors();
        session.Run("Invoke-MewsOperation messageThreads/getAll $body -All -PageSize 8").AssertNoErrors();
        session.Run("Invoke-MewsOperation messageThreads/getAll $body").AssertNoErrors();
        session.Run("Invoke-MewsOperation messageThreads/getAll $body -PageSize 3").AssertNoErrors();

        Assert.Equal([1000, 7, 8, 7, 3], emulator.Requests.Snapshot().Select(request => request.Count));
    }

    [Theory]
    [InlineData("@{ MessageThreadIds = @($id); Limitation = @{ Count = 5 } }")]
    [InlineData("([ordered]@{ Limitation = [ordered]@{ Count = 5 }; MessageThreadIds = , $id })")]
    [InlineData("([pscustomobject]@{ MessageThreadIds = @([string]$id); Limitation = [pscustomobject]@{ Count = 5 } })")]
    [InlineData("('{{ \"MessageThreadIds\": [\"{0}\"], \"Limitation\": {{ \"Count\": 5 }} }}' -f $id)")]
    [InlineData("@{ MessageThreadIds = @($thread | ForEach-Object Id); Limitation = @{ Count = 5 } }")]
    [InlineData("$(class Page { [int] $Count = 5 }; class Filter { [guid[]] $MessageThreadIds; [Page] $Limitation = [Page]::new() }; [Filter]@{ MessageThreadIds = $id })")]
    public async Task A_body_comes_in_any_form(string body)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var stored = emulator.Insert(2)[1];
        session.Set("id", stored.Id);
        session.Run("$thread = Get-MewsMessageThread $id").AssertNoErrors();

        var answer = Assert.Single(session.Run($"Invoke-MewsOperation messageThreads/getAll -Body {body}").AssertNoErrors().Output);

        var item = Assert.IsType<PSObject>(Assert.Single((object[])answer.Properties["MessageThreads"].Value));
        Assert.Equal(stored.Id.ToString(), item.Properties["Id"].Value);
        Assert.Equal(
            ["Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved"],
            item.Properties.Select(property => property.Name));
    }

    [Fact]
    public async Task Values_are_as_on_the_wire_even_where_objects_cannot_hold_their_names()
    {
        await using var server = await ScriptedServer.StartAsync("""{ "z": 9223372036854775808, "a": 1, "Text": "2024-01-01T10:00:00Z", "Price": 12.50, "Both": { "x": 1, "X": 2 }, "Empty": { "": 3 } }""");
        using var session = new Session();
        session.Set("token", Session.Secure("token"));
        session.Set("address", server.Address);
        session.Run("Connect-Mews -ClientToken $token -AccessToken $token -PlatformAddress $address -SkipVerification").AssertNoErrors();

        var answer = Assert.Single(session.Run("Invoke-MewsOperation rates/getAll").AssertNoErrors().Output);

        Assert.Equal(["z", "a", "Text", "Price", "Both", "Empty"], answer.Properties.Select(property => property.Name));
        Assert.Equal(
            [BigInteger.Parse("9223372036854775808", null), 1L, "2024-01-01T10:00:00Z", 12.50m],
            answer.Properties.Take(4).Select(property => property.Value));
        session.Set("answer", answer);
        Assert.Equal([1L, 2L, 3L], session.Run("$answer.Both['x']; $answer.Both['X']; $answer.Empty['']").AssertNoErrors().Output.Select(value => value.BaseObject));
    }

    [Theory]
    [InlineData("/messageThreads/getAll", "-Operation")]
    [InlineData("messageThreads/getAll?x=1", "-Operation")]
    [InlineData("messageThreads", "-Operation")]
    [InlineData("messageThreads/../getAll", "-Operation")]
    [InlineData("messageThreads/getAll/", "-Operation")]
    [InlineData("\"messageThreads/getAll`n\"", "-Operation")]
    [InlineData("https://api.mews.com/api/connector/v1/messageThreads/getAll", "-Operation")]
    [InlineData("messageThreads/getAll @{ accesstoken = 's3cret' }", "AccessToken")]
    [InlineData("messageThreads/getAll ([pscustomobject]@{ ClientToken = 's3cret' })", "ClientToken")]
    [InlineData("messageThreads/getAll '{ \"Client\": \"s3cret\" }'", "-ClientName")]
    [InlineData("messageThreads/getAll '{ s3cret'", "-Body")]
    [InlineData("messageThreads/getAll '[1]'", "-Body")]
    [InlineData("messageThreads/getAll @(1, 2)", "-Body")]
    [InlineData("messageThreads/getAll 7", "-Body")]
    [InlineData("messageThreads/getAll @{ X = { 's3cret' } }", "-Body")]
    [InlineData("messageThreads/getAll @{ X = [securestring]::new() }", "X is a secure string")]
    [InlineData("messageThreads/getAll $($o = [pscustomobject]@{}; $o.PSObject.Properties.Add([psscriptproperty]::new('Odd', { throw 's3cret' })); $o)", "Odd")]
    [InlineData("messageThreads/getAll @{ Limitation = @{ Count = 's3cret' } } -All", "Limitation.Count")]
    [InlineData("messageThreads/add @{} -All", "-All")]
    [InlineData("messageThreads/add @{} -PageSize 5", "-PageSize")]
    public async Task What_cannot_be_called_is_refused_by_its_name_before_any_request(string arguments, string named)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Run($"Invoke-MewsOperation {arguments} -Confirm:$false").AssertTerminating("MewsInvalidArgument");

        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Without_a_connection_or_a_body_where_one_is_named_nothing_is_sent()
    {
        await using var emulator = await Emulators.StartAsync();
        using var unconnected = new Session();
        using var session = Session.ConnectedTo(emulator);

        unconnected.Run("Invoke-MewsOperation configuration/get").AssertTerminating("MewsNotConnected");
        Assert.IsAssignableFrom<ParameterBindingException>(
            session.Run("Invoke-MewsOperation configuration/get -Body $null").Terminating!.Exception);

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task Nothing_of_the_body_is_in_a_verbose_line_an_error_or_what_they_carry()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("body", new System.Collections.Hashtable { ["OriginalSender"] = "s3cret", ["Subject"] = "s3cret", ["MessageThreadIds"] = "s3cret" });

        foreach (var call in new[] { "messageThreads/add $body", "messageThreads/getAll $body -All", "no/getAll $body", "no/add $body" })
        {
            var result = session.Run($"Invoke-MewsOperation {call} -Verbose 4>&1 | Where-Object {{ $_ -is [System.Management.Automation.VerboseRecord] }}");
            var seen = Dump.Of(result.Output) + Dump.Of(result.Terminating) + Dump.Of(result.Errors);
            Assert.Contains(call.Split(' ')[0], seen, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", seen, StringComparison.Ordinal);
        }
    }

    private static Session ConnectedWithWindow(EmulatorHost emulator)
    {
        var session = Session.ConnectedTo(emulator);
        session.Set("after", Emulators.Now.AddDays(-1));
        session.Set("before", Emulators.Now);
        return session;
    }
}
