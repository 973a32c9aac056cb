using System.Net;
using System.Text.Json.Nodes;

namespace MewsThreads.Emulator.Tests;

/// <summary>What Mews does not document: each answer of each switch that no other class tests.</summary>
public sealed class WorldTests
{
    [Fact]
    public void The_defaults_are_the_kind_world() => Assert.Equal(World.Kind, new EmulatorOptions().World);

    [Fact]
    public void The_strict_world_differs_wherever_a_switch_is_not_strict_by_default()
    {
        string[] strictByDefault = ["--null-ends", "--timestamp-digits", "--unknown-customer", "--addresses"];
        Assert.Equal(
            WorldSwitch.All.Select(s => s.Name).Except(strictByDefault),
            WorldSwitch.All.Where(s => s.Word(World.Kind) != s.Word(World.Strict)).Select(s => s.Name));
    }

    [Fact]
    public void Every_property_is_a_switch_and_random_worlds_have_every_answer_of_it()
    {
        Assert.Equal(
            typeof(World).GetProperties().Where(p => p.CanWrite && !p.GetMethod!.IsStatic).Select(p => p.PropertyType),
            WorldSwitch.All.Select(s => s.Get(World.Kind).GetType()));
        var worlds = Enumerable.Range(0, 200).Select(World.Random).ToList();
        Assert.All(WorldSwitch.All, s => Assert.Equal(s.Words.Order(), worlds.Select(s.Word).Distinct().Order()));
        Assert.Equal(World.Random(5), World.Random(5));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public async Task A_world_that_cannot_be_is_refused(int digits)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TestApi.StartAsync(
            o => o with { World = new World { TimestampDigits = digits } }));
        await using var api = await TestApi.StartAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.World = World.Kind with { TimestampDigits = digits });
        Assert.Throws<ArgumentOutOfRangeException>(() => api.Host.World = World.Kind with { UnknownIds = (UnknownIds)9 });
        Assert.Equal(World.Kind, api.Host.World);
    }

    [Fact]
    public async Task The_world_can_change_between_two_requests()
    {
        await using var api = await TestApi.StartAsync();
        var body = TestApi.Page(("MessageThreadIds", TestApi.Ids(Guid.NewGuid())));
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, body)).Status);
        api.Host.World = World.Kind with { UnknownIds = UnknownIds.Reject };
        (await api.PostAsync(TestApi.GetAll, body)).IsError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_end_of_null_is_no_bound_if_so_set()
    {
        await using var api = await StartAsync(new World { NullEnds = NullEnds.Open });
        var (old, young) = (api.Store.Add(TestApi.Now.AddYears(-3)), api.Store.Add(TestApi.Now));
        foreach (var (interval, expected) in new (JsonObject, Guid[])[]
        {
            (new() { ["StartUtc"] = TestApi.Text(TestApi.Now), ["EndUtc"] = null }, [young.Id]),
            (new() { ["EndUtc"] = TestApi.Text(TestApi.Now) }, [old.Id]),
            ([], [young.Id, old.Id]),
        })
        {
            Assert.Equal(expected, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("CreatedUtc", interval)))).Ids);
        }
    }

    [Theory]
    [InlineData(StoredTimes.Exact, "45.5")]
    [InlineData(StoredTimes.WholeSeconds, "45")]
    public async Task What_is_created_may_be_dated_up_to_a_second_before(StoredTimes stored, string seconds)
    {
        await using var api = await StartAsync(new World { StoredTimes = stored });
        api.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        var thread = Assert.Single(api.Store.All());
        await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x"));
        api.Host.Answer(thread.Id, "y");
        api.Host.Resolve(thread.Id);
        var expected = DateTimeOffset.Parse($"2026-03-15T12:30:{seconds}Z", null);
        thread = Assert.Single(api.Store.All());
        Assert.Equal((expected, expected), (thread.CreatedUtc, thread.UpdatedUtc));
        Assert.All(api.Messages.All(), m => Assert.Equal(expected, m.CreatedUtc));
    }

    [Theory]
    [InlineData(ComparedTimes.AsStored, 0, 0.4, 1, true)]
    [InlineData(ComparedTimes.AsStored, 0, 0, 0.4, false)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0, 0.4, true)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0, 0, true)]
    [InlineData(ComparedTimes.AsPrinted, 0, 0.4, 1, false)]
    [InlineData(ComparedTimes.AsPrinted, 3, 0.456, 0.4561, true)]
    [InlineData(ComparedTimes.AsPrinted, 3, 0.4561, 1, false)]
    [InlineData(ComparedTimes.AsPrinted, 7, 0.4567, 1, true)]
    public async Task A_time_is_compared_as_it_is_stored_or_printed(ComparedTimes compared, int digits, double start, double end, bool isFound)
    {
        await using var api = await StartAsync(new World { ComparedTimes = compared, TimestampDigits = digits });
        var at = TestApi.Now.AddSeconds(-10);
        var thread = api.Store.Add(at.AddSeconds(0.4567));
        var interval = TestApi.Interval(at.AddSeconds(start), at.AddSeconds(end));
        foreach (var body in new[]
        {
            TestApi.Page(("CreatedUtc", interval)),
            TestApi.Page(("CreatedUtc", null), ("UpdatedUtc", interval.DeepClone())),
            TestApi.Page(("CreatedUtc", interval.DeepClone()), ("MessageThreadIds", TestApi.Ids(thread.Id))),
        })
        {
            Assert.Equal(isFound ? [thread.Id] : [], (await api.PostAsync(TestApi.GetAll, body)).Ids);
        }
    }

    [Theory]
    [InlineData(false, false, -60, true)]
    [InlineData(true, false, 0, true)]
    [InlineData(false, true, 0, false)]
    [InlineData(true, true, 0, false)]
    public async Task A_message_updates_and_reopens_its_thread_or_not(bool updates, bool reopens, int minutes, bool isResolved)
    {
        await using var api = await StartAsync(new World { MessageUpdatesThread = updates, MessageReopensThread = reopens });
        var open = api.Store.Add(TestApi.Now.AddHours(-1));
        foreach (var byEnterprise in new[] { false, true })
        {
            var resolved = api.Store.Add(TestApi.Now.AddHours(-1), isResolved: true);
            foreach (var thread in new[] { open, resolved })
            {
                if (byEnterprise)
                {
                    api.Host.Answer(thread.Id, "x");
                }
                else
                {
                    await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x"));
                }
            }
            Assert.Equal(resolved with { UpdatedUtc = TestApi.Now.AddMinutes(minutes), IsResolved = isResolved }, api.Store.Find(resolved.Id));
            Assert.Equal(updates ? open with { UpdatedUtc = TestApi.Now } : open, api.Store.Find(open.Id));
        }
    }

    [Fact]
    public async Task A_batch_with_bad_messages_is_written_in_part_if_so_set()
    {
        await using var api = await StartAsync(new World { BadMessages = BadMessages.WriteOthers });
        var thread = api.Store.Add(TestApi.Now);
        var body = TestApi.NewMessages(thread.Id, "a", "b", "c");
        body["Messages"]![1]!["MessageThreadId"] = Guid.NewGuid();
        var answer = await api.PostAsync(TestApi.AddMessages, body);
        Assert.Equal(["0", "2"], answer.Messages.Select(m => m.GetProperty("Identifier").GetString()));
        Assert.Equal(["a", "c"], answer.Messages.Select(m => m.GetProperty("Message").GetProperty("Text").GetString()));
        Assert.Equal(["c", "a"], api.Messages.All().Select(m => m.Text));

        (await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(Guid.NewGuid(), "d"))).IsError(HttpStatusCode.BadRequest);
        Assert.Equal(2, api.Messages.All().Count);
    }

    [Fact]
    public async Task The_answer_of_a_batch_can_have_another_order()
    {
        await using var api = await StartAsync(new World { AnswerOrder = AnswerOrder.Reversed });
        var thread = api.Store.Add(TestApi.Now);
        var answer = await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "a", "b", "c"));
        Assert.Equal(
            [("2", "c"), ("1", "b"), ("0", "a")],
            answer.Messages.Select(m => (m.GetProperty("Identifier").GetString()!, m.GetProperty("Message").GetProperty("Text").GetString()!)));
    }

    [Theory]
    [InlineData(SameInstant.AsWritten)]
    [InlineData(SameInstant.Any)]
    public async Task Messages_of_one_instant_are_listed_as_written_or_in_any_order(SameInstant order)
    {
        await using var api = await StartAsync(new World { SameInstant = order, StoredTimes = StoredTimes.WholeSeconds });
        var thread = api.Store.Add(TestApi.Now);
        var texts = Enumerable.Range(0, 20).Select(i => $"{i:00}").ToList();
        foreach (var text in texts)
        {
            await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, text));
            api.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }
        var page = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));
        var listed = page.Messages.Select(m => m.GetProperty("Text").GetString()!).ToList();
        Assert.Equal(texts, listed.Order());
        // That 20 random ids are in order has a chance of 1 in 20!.
        Assert.Equal(order == SameInstant.AsWritten, listed.SequenceEqual(texts.AsEnumerable().Reverse()));
    }

    [Fact]
    public async Task Adding_with_a_portfolio_token_is_refused_if_so_set()
    {
        await using var api = await StartAsync(new World { PortfolioAdd = PortfolioAdd.Reject });
        var thread = api.Store.Add(TestApi.Now);
        foreach (var (operation, body) in new[]
        {
            (TestApi.AddThread, TestApi.NewThread()), (TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x")),
        })
        {
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(operation, body)).Status);
            body["AccessToken"] = DemoTokens.PortfolioAccessToken;
            Assert.Contains("portfolio", (await api.PostAsync(operation, body)).IsError(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(TestApi.GetAll, TestApi.Page(("AccessToken", DemoTokens.PortfolioAccessToken)))).Status);
        Assert.Equal((2, 1), (api.Store.Count, api.Messages.All().Count));
    }

    [Fact]
    public async Task An_unknown_customer_is_400_or_nobody()
    {
        await using var api = await TestApi.StartAsync();
        JsonObject Body(JsonNode? customer) => TestApi.Body(("OriginalSender", "John"), ("Subject", "x"), ("CustomerId", customer));
        var known = await api.PostAsync(TestApi.AddThread, Body(DemoCustomers.Second));
        Assert.Equal(DemoCustomers.Second, api.Store.Find(known.Ids[0])!.CustomerId);
        Assert.DoesNotContain("Customer", known.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Null(api.Store.Find((await api.PostAsync(TestApi.AddThread, Body(null))).Ids[0])!.CustomerId);

        Assert.Equal("Invalid CustomerId.", (await api.PostAsync(TestApi.AddThread, Body(Guid.NewGuid()))).IsError(HttpStatusCode.BadRequest));
        Assert.Equal(
            "CustomerId must be a valid identifier.", (await api.PostAsync(TestApi.AddThread, Body("x"))).IsError(HttpStatusCode.BadRequest));
        Assert.Equal(2, api.Store.Count);

        api.Host.World = new World { UnknownCustomer = UnknownCustomer.Ignore };
        Assert.Null(api.Store.Find((await api.PostAsync(TestApi.AddThread, Body(Guid.NewGuid()))).Ids[0])!.CustomerId);
    }

    [Theory]
    [InlineData(TestApi.GetAll, "Extra")]
    [InlineData(TestApi.GetAll, "Limitation/Extra")]
    [InlineData(TestApi.GetAll, "CreatedUtc/Extra")]
    [InlineData(TestApi.GetMessages, "UpdatedUtc")]
    [InlineData(TestApi.AddThread, "Limitation")]
    [InlineData(TestApi.AddMessages, "Messages/0/Extra")]
    [InlineData(TestApi.GetEnterprises, "MessageThreadIds")]
    [InlineData(TestApi.GetConfiguration, "client")]
    public async Task An_unknown_property_is_400_at_any_depth_if_so_set(string operation, string path)
    {
        await using var api = await StartAsync(new World { UnknownProperties = UnknownProperties.Reject });
        var thread = api.Store.Add(TestApi.Now);
        JsonNode body = operation switch
        {
            TestApi.GetAll => TestApi.Page(
                ("UpdatedUtc", TestApi.Interval(TestApi.Now, TestApi.Now)), ("EnterpriseIds", TestApi.Ids(DemoEnterprises.First.Id)),
                ("MessageThreadIds", TestApi.Ids(thread.Id)), ("LanguageCode", "en-US"), ("CultureCode", "en-US")),
            TestApi.GetMessages => TestApi.MessagePage([thread.Id], ("CreatedUtc", TestApi.Interval(TestApi.Now, TestApi.Now))),
            TestApi.AddThread => TestApi.NewThread(),
            TestApi.AddMessages => TestApi.NewMessages(thread.Id, "x"),
            TestApi.GetEnterprises => TestApi.Body(("Limitation", TestApi.Limitation(1))),
            _ => TestApi.Body(("EnterpriseId", DemoEnterprises.First.Id)),
        };
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(operation, body)).Status);

        var names = path.Split('/');
        var owner = names[..^1].Aggregate(body, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
        owner[names[^1]] = 1;
        Assert.Equal($"Unknown property '{names[^1]}'.", (await api.PostAsync(operation, body)).IsError(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("Nightly sync", false)]
    [InlineData("Nightly", false)]
    [InlineData("1.0", false)]
    [InlineData("Nightly sync 1.0", true)]
    [InlineData("Nightly v2", true)]
    [InlineData("MewsThreads 1.2.3-beta", true)]
    public async Task A_client_text_needs_a_version_if_so_set(string client, bool isGood)
    {
        await using var api = await StartAsync(new World { ClientVersion = ClientVersion.Required });
        var answer = await api.PostAsync(TestApi.GetConfiguration, TestApi.Body(("Client", client)));
        if (isGood)
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
        else
        {
            Assert.Equal("Invalid Client.", answer.IsError(HttpStatusCode.BadRequest));
        }
    }

    [Theory]
    [InlineData("/api/connector/v1/messageThreads/getAll", HttpStatusCode.OK)]
    [InlineData("/api/connector/v1/messageThreads/getAll/", HttpStatusCode.OK)]
    [InlineData("/API/Connector/V1/messagethreads/getall", HttpStatusCode.OK)]
    [InlineData("/api/connector/v1/messageThreads/getAll//", HttpStatusCode.NotFound)]
    [InlineData("/api/connector/v1/messageThreads", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task An_address_can_be_read_leniently(string path, HttpStatusCode expected)
    {
        await using var api = await StartAsync(new World { Addresses = Addresses.Lenient });
        var answer = await api.SendAsync(HttpMethod.Post, path, TestApi.Json(TestApi.Page().ToJsonString()));
        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task The_sender_of_a_message_can_be_a_text()
    {
        await using var api = await StartAsync(new World { SenderForm = SenderForm.AsText });
        var thread = api.Store.Add(TestApi.Now);
        var added = await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x"));
        var read = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));
        foreach (var message in new[] { added.Messages[0].GetProperty("Message"), read.Messages[0] })
        {
            Assert.Equal("Application", message.GetProperty("Sender").GetString());
        }
    }

    [Theory]
    [InlineData(Refusals.BeforeWriting, 0)]
    [InlineData(Refusals.AfterWriting, 1)]
    public async Task A_refused_add_may_have_written(Refusals refusals, int written)
    {
        await using var api = await TestApi.StartAsync(o => o with { LimitRequests = 1, World = new World { Refusals = refusals } });
        await api.PostAsync(TestApi.GetAll, TestApi.Page());
        var limited = await api.PostAsync(TestApi.AddThread, TestApi.NewThread());
        limited.IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal("30", limited.RetryAfter);
        Assert.Equal(written, api.Store.Count);
        (await api.PostAsync(TestApi.GetAll, TestApi.Page())).IsError(HttpStatusCode.TooManyRequests);
        Assert.Equal(written == 1, api.Host.Requests.Snapshot()[1].Processed);

        api.Host.Faults.Add(new Fault { Kind = FaultKind.ServerError, Status = 503, Times = 1 }, new Fault { Kind = FaultKind.TooHeavy });
        api.Clock.Advance(TimeSpan.FromHours(1));
        (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).IsError(HttpStatusCode.ServiceUnavailable);
        (await api.PostAsync(TestApi.AddThread, TestApi.NewThread())).IsError(HttpStatusCode.RequestTimeout);
        Assert.Equal(2 * written, api.Store.Count);
    }

    private static Task<TestApi> StartAsync(World world) => TestApi.StartAsync(o => o with { World = world });
}
