using System.Net;

namespace MewsThreads.Emulator.Tests;

/// <summary>What Mews does not document of messages.</summary>
public sealed class WorldMessageTests
{
    [Theory]
    [InlineData(false, false, -60, true)]
    [InlineData(true, false, 0, true)]
    [InlineData(false, true, 0, false)]
    [InlineData(true, true, 0, false)]
    public async Task A_message_updates_and_reopens_its_thread_or_not(bool updates, bool reopens, int minutes, bool isResolved)
    {
        await using var api = await TestApi.StartAsync(new World { MessageUpdatesThread = updates, MessageReopensThread = reopens });
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
        await using var api = await TestApi.StartAsync(new World { BadMessages = BadMessages.WriteOthers });
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
        await using var api = await TestApi.StartAsync(new World { AnswerOrder = AnswerOrder.Reversed });
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
        await using var api = await TestApi.StartAsync(new World { SameInstant = order, StoredTimes = StoredTimes.WholeSeconds });
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
    public async Task The_sender_of_a_message_can_be_a_text()
    {
        await using var api = await TestApi.StartAsync(new World { SenderForm = SenderForm.AsText });
        var thread = api.Store.Add(TestApi.Now);
        var added = await api.PostAsync(TestApi.AddMessages, TestApi.NewMessages(thread.Id, "x"));
        var read = await api.PostAsync(TestApi.GetMessages, TestApi.MessagePage([thread.Id]));
        foreach (var message in new[] { added.Messages[0].GetProperty("Message"), read.Messages[0] })
        {
            Assert.Equal("Application", message.GetProperty("Sender").GetString());
        }
    }
}
