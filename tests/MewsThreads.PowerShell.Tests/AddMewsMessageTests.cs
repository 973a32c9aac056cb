using System.Management.Automation;

namespace MewsThreads.Commands.Tests;

public class AddMewsMessageTests
{
    private const string Add = "messages/add";

    [Theory]
    [InlineData("Add-MewsMessage $id 'It is in the drawer' -Identifier 7")]
    [InlineData("Add-MewsMessage -Text 'It is in the drawer' -MessageThreadId \"$id\" -Identifier 7")]
    [InlineData("Add-MewsMessage -Id $id -Text 'It is in the drawer' -Identifier 7")]
    [InlineData("$id | Add-MewsMessage -Text 'It is in the drawer' -Identifier 7")]
    [InlineData("Get-MewsMessageThread $id | Add-MewsMessage -Text 'It is in the drawer' -Identifier 7")]
    [InlineData("Get-MewsMessage $id | Add-MewsMessage -Text 'It is in the drawer' -Identifier 7")]
    [InlineData("[pscustomobject]@{ MessageThreadId = \"$id\"; Text = 'It is in the drawer'; Identifier = '7'; Id = 'no id' } | Add-MewsMessage")]
    public async Task A_message_is_written_once_and_returned_with_its_identifier(string script)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(2)[1];
        var first = emulator.Messages.Add(thread.Id, Emulators.Now.AddDays(-1), sender: "Enterprise");
        session.Set("id", thread.Id);

        var message = Assert.Single(session.Run(script).AssertNoErrors().Output);

        var stored = Assert.Single(emulator.Messages.All(), message => message.Id != first.Id);
        Assert.Equal("MewsThreads.Message", message.TypeNames[0]);
        Assert.Equal(
            [stored.Id, thread.Id, "It is in the drawer", "Application", Emulators.Now, "7"],
            new[] { "Id", "MessageThreadId", "Text", "Sender", "CreatedUtc", "Identifier" }.Select(name => message.Properties[name].Value));
        Assert.Equal((thread.Id, "It is in the drawer"), (stored.MessageThreadId, stored.Text));
    }

    [Fact]
    public async Task A_thread_its_first_message_and_the_answer_are_one_pipeline_each()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("emulator", emulator);

        var result = session.Run("""
            $first = New-MewsMessageThread 'Ada Lovelace' 'Late arrival' | Add-MewsMessage -Text 'We land at 23:40.'
            $null = $emulator.Answer($first.MessageThreadId, 'The night porter will let you in.')
            $first | Get-MewsMessage
            """).AssertNoErrors();

        Assert.Equal(
            ["Enterprise: The night porter will let you in.", "Application: We land at 23:40."],
            result.Output.Select(message => $"{message.Properties["Sender"].Value}: {message.Properties["Text"].Value}"));
        Assert.All(result.Output, message => Assert.Null(message.Properties["Identifier"].Value));
    }

    [Fact]
    public async Task Only_an_identifier_that_was_given_is_sent()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", emulator.Insert(1)[0].Id);

        var result = session.Run("""
            'a', '', $null | ForEach-Object { [pscustomobject]@{ MessageThreadId = $id; Text = 'x'; Identifier = $_ } } | Add-MewsMessage
            [pscustomobject]@{ MessageThreadId = $id; Text = 'x' } | Add-MewsMessage
            """).AssertNoErrors();

        Assert.Equal(["a", null, null, null], result.Output.Select(message => (string?)message.Properties["Identifier"].Value));
    }

    [Fact]
    public async Task Messages_go_out_a_thousand_at_a_time_as_soon_as_there_are_so_many()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("ids", emulator.Insert(7).Select(thread => thread.Id).ToArray());
        session.Set("log", emulator.Requests);

        var result = session.Run("""
            1..2500 | ForEach-Object {
                [pscustomobject]@{ MessageThreadId = $ids[$_ % 7]; Text = "Text $_"; Identifier = $_ }
                if ($_ -eq 1000) { $sent = $log.Snapshot().Count }
            } | Add-MewsMessage
            """).AssertNoErrors();

        Assert.Equal(1, session.Get("sent"));
        Assert.Equal([1000, 1000, 500], emulator.Requests.Snapshot().Select(request => request.Returned));
        Assert.Equal(Enumerable.Range(1, 2500).Select(i => $"{i}"), result.Output.Select(message => message.Properties["Identifier"].Value));
        Assert.Equal(
            emulator.Messages.All().Select(message => (message.Id, message.MessageThreadId, message.Text)).ToHashSet(),
            result.Output.Select(o => (Message)o.BaseObject).Select(message => (message.Id, message.MessageThreadId, message.Text)).ToHashSet());
    }

    [Fact]
    public async Task Batches_can_be_smaller_and_an_empty_pipeline_writes_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("ids", emulator.Insert(5).Select(thread => thread.Id).ToArray());

        session.Run("@() | Add-MewsMessage -Text Hello").AssertNoErrors();
        Assert.Empty(emulator.Requests.Snapshot());
        Assert.Equal(5, session.Run("$ids | Add-MewsMessage -Text Hello -BatchSize 2").AssertNoErrors().Output.Count);
        Assert.Equal([2, 2, 1], emulator.Requests.Snapshot().Select(request => request.Returned));
    }

    [Fact]
    public async Task A_rejected_batch_is_one_error_that_lists_its_records_and_the_others_are_written()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        var thread = emulator.Insert(1)[0];
        var unknown = Guid.NewGuid();
        session.Set("id", thread.Id);
        session.Set("unknown", unknown);

        var result = session.Run("""
            1..6 | ForEach-Object { [pscustomobject]@{ MessageThreadId = if ($_ -eq 4) { $unknown } else { $id }; Text = "Text`n$_"; Identifier = "row $_" } } |
                Add-MewsMessage -BatchSize 2
            """);

        var error = result.AssertNonTerminating("MewsRequestRejected");
        Assert.Equal(["Text\n1", "Text\n2", "Text\n5", "Text\n6"], result.Output.Select(message => message.Properties["Text"].Value));
        Assert.Equal(4, emulator.Messages.All().Count);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(["Text\n3", "Text\n4"], Assert.IsType<MessageDraft[]>(error.TargetObject).Select(draft => draft.Text));
        Assert.Contains("Messages[1].MessageThreadId", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"None of the batch of 2 was written: row 3: 'Text\\n3' in {thread.Id}; row 4: 'Text\\n4' in {unknown}.",
            error.ErrorDetails.Message,
            StringComparison.Ordinal);

        // What the error recommends, less the bad one.
        session.Set("failed", error.TargetObject);
        Assert.Equal("row 3", session.Run("$failed | Where-Object MessageThreadId -NE $unknown | Add-MewsMessage")
            .AssertNoErrors().Output.Single().Properties["Identifier"].Value);
    }

    [Fact]
    public async Task The_error_of_a_large_batch_stays_short_and_its_target_holds_every_record()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);

        var error = session.Run("1..1000 | ForEach-Object { [guid]::NewGuid() } | Add-MewsMessage -Text ('Hello 😀 ' * 500)").AssertNonTerminating("MewsRequestRejected");

        Assert.Equal(1000, ((MessageDraft[])error.TargetObject).Length);
        Assert.Contains("; and 990 more.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.InRange(error.ErrorDetails.Message.Length, 500, 1500);
    }

    [Fact]
    public async Task Refused_tokens_end_the_command_at_the_first_batch()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = new Session();
        session.Connect(emulator, "wrong-token", "-SkipVerification").AssertNoErrors();

        var error = session.Run("1..5 | ForEach-Object { [guid]::NewGuid() } | Add-MewsMessage -Text Hello -BatchSize 2")
            .AssertTerminating("MewsAuthenticationFailed");

        Assert.Equal(2, ((MessageDraft[])error.TargetObject).Length);
        Assert.Single(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task What_if_asks_nothing()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("ids", emulator.Insert(3).Select(thread => thread.Id).ToArray());

        Assert.Empty(session.Run("$ids | Add-MewsMessage -Text Hello -BatchSize 2 -WhatIf").AssertNoErrors().Output);

        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task A_pipeline_that_ends_early_leaves_the_rest_unwritten()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("ids", emulator.Insert(5).Select(thread => thread.Id).ToArray());

        session.Run("try { $ids | ForEach-Object { if (++$n -eq 4) { throw 'enough' }; $_ } | Add-MewsMessage -Text Hello -BatchSize 2 } catch { }").AssertNoErrors();

        Assert.Equal(2, emulator.Messages.All().Count);
    }

    [Theory]
    [InlineData("Add-MewsMessage -MessageThreadId $id -Text ''", "Text")]
    [InlineData("Add-MewsMessage -MessageThreadId 'no id' -Text a", "MessageThreadId")]
    [InlineData("Add-MewsMessage -MessageThreadId $id -Text a -BatchSize 0", "BatchSize")]
    [InlineData("Add-MewsMessage -MessageThreadId $id -Text a -BatchSize 1001", "BatchSize")]
    public async Task What_cannot_be_written_is_refused_by_its_name_before_any_request(string script, string named)
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", emulator.Insert(1)[0].Id);

        var error = session.Run(script).Terminating;

        Assert.IsAssignableFrom<ParameterBindingException>(error!.Exception);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests.Snapshot());
    }

    [Fact]
    public async Task One_bad_record_does_not_stop_the_others()
    {
        await using var emulator = await Emulators.StartAsync();
        using var session = Session.ConnectedTo(emulator);
        session.Set("id", emulator.Insert(1)[0].Id);

        var result = session.Run("""
            'First', '', 'Third' | ForEach-Object { [pscustomobject]@{ MessageThreadId = $id; Text = $_ } } | Add-MewsMessage
            """);

        Assert.Null(result.Terminating);
        Assert.Single(result.Errors);
        Assert.Equal(["First", "Third"], result.Output.Select(message => message.Properties["Text"].Value));
        Assert.Single(emulator.Requests.Snapshot(), request => request.Operation == Add);
    }
}
