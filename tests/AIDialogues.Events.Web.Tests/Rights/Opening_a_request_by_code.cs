using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Letters;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

public sealed class Opening_a_request_by_code(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Needs_the_code_that_went_to_the_address()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var asked = await asker.AskAsync(DataRequestKind.See);
        Assert.Equal("See and correct my data", asked.Title);
        Assert.Empty(asked.All("input[name='Correction.FamilyName']"));

        var opened = await asker.Phone.SubmitAsync(asked, new { code = await asker.LastCodeAsync() });

        Assert.Equal("Diallo", opened.One("input[name='Correction.FamilyName']")!.GetAttribute("value"));
        Assert.Equal("no-store, private", opened.Response.Headers.CacheControl!.ToString().Replace("private, no-store", "no-store, private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_leaves_the_outbox_with_its_letter()
    {
        await using var post = await PostOffice.OpenAsync(host);
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var asked = await asker.AskAsync(DataRequestKind.See);
        string code = await asker.LastCodeAsync();

        Assert.Equal(1, (await post.DrainAsync()).Sent);

        Assert.Contains(code, Assert.Single(post.Sink.Mails).Text, StringComparison.Ordinal);
        var letter = Assert.Single(await asker.CodeLettersAsync());
        Assert.Equal((LetterState.Sent, "", ""), (letter.State, letter.Body, letter.Seal));
        Assert.NotNull((await asker.Phone.SubmitAsync(asked, new { code })).One("input[name='Correction.FamilyName']"));
    }

    [Fact]
    public async Task The_code_of_a_letter_of_unknown_fate_is_emptied_once_it_was_used()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var asked = await asker.AskAsync(DataRequestKind.See);
        string code = await asker.LastCodeAsync();
        await LoseTrackAsync();

        _ = await asker.Phone.SubmitAsync(asked, new { code = "not it" });
        Assert.Equal(code, await asker.LastCodeAsync());
        _ = await asker.Phone.SubmitAsync(asked, new { code });

        Assert.Equal("", Assert.Single(await asker.CodeLettersAsync()).Body);
    }

    [Fact]
    public async Task A_code_whose_time_is_over_is_emptied_and_its_letter_no_longer_leaves()
    {
        await using var post = await PostOffice.OpenAsync(host);
        using var asker = await Asker.WithInvitationAsync(host, _given);
        _ = await asker.AskAsync(DataRequestKind.See);
        await LoseTrackAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await asker.AskAsync(DataRequestKind.Export);
        var job = new ReclaimLeasesJob(post.Outbox);

        await job.RunAsync(CancellationToken.None);
        Assert.All(await asker.CodeLettersAsync(), l => Assert.NotEqual("", l.Body));
        host.Clock.Advance(DataRequest.CodeLives + TimeSpan.FromSeconds(1));
        await job.RunAsync(CancellationToken.None);

        Assert.Equal([(LetterState.Unknown, ""), (LetterState.Dropped, "")], (await asker.CodeLettersAsync()).Select(l => (l.State, l.Body)));
        Assert.Equal(0, (await post.DrainAsync()).Sent);
        using var staff = await _given.SignedInAsync();
        var letters = await asker.CodeLettersAsync();
        Assert.Contains("Not sent: its code was no longer good.", (await staff.GetAsync($"/organise/letters/{letters[1].Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_06_five_wrong_codes_close_it_for_the_right_one_too()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var page = await asker.AskAsync(DataRequestKind.Export);
        string right = await asker.LastCodeAsync(), wrong = right == "000000" ? "000001" : "000000";
        for (int i = 0; i < 5; i++)
        {
            var refused = await asker.Phone.SubmitAsync(page, new { code = wrong });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.StartsWith("This code is not right.", Assert.Single(refused.Errors), StringComparison.Ordinal);
        }

        var after = await asker.Phone.SubmitAsync(page, new { code = right });
        Assert.StartsWith("This code is no longer good", Assert.Single(after.Errors), StringComparison.Ordinal);
        Assert.Empty(after.All("button[formaction], form[action*=Download]"));
    }

    [Fact]
    public async Task Case_06_ten_thousand_guesses_are_five()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        _ = await asker.AskAsync(DataRequestKind.See);
        await using var db = host.OpenDb();
        var request = await db.DataRequests.AsNoTracking().SingleAsync();
        var requests = new Data.Rights.DataRequests(db, host.Keys, host.Clock);
        int looked = 0;
        for (int guess = 0; guess < 10_000; guess++)
        {
            _ = (await requests.OpenAsync(request, (guess + 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture)[1..], TestContext.Current.CancellationToken)).Refused(out var refusal, out string? _);
            if (refusal == DataRequestRefusals.CodeWrong) looked++;
        }

        // A lucky guess among the first five would have opened it; its code is not among them unless chance is 1 in 200,000.
        Assert.Equal(5, looked);
    }

    [Fact]
    public async Task Case_06_asking_again_and_again_is_stopped_for_a_person()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        for (int i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(DataRequestKind.See)).Status);
        var sixth = await asker.AskAsync(DataRequestKind.See);
        Assert.StartsWith("Several codes were sent", Assert.Single(sixth.Errors), StringComparison.Ordinal);
        Assert.Equal(5, (await asker.CodeLettersAsync()).Count);

        using var other = await Asker.WithInvitationAsync(host, _given);
        Assert.Equal(HttpStatusCode.OK, (await other.AskAsync(DataRequestKind.See)).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(DataRequestKind.See)).Status);
    }

    [Fact]
    public async Task Case_06_three_hundred_codes_in_an_hour_are_enough_for_all_together()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        using var other = await Asker.WithInvitationAsync(host, _given);
        await _given.SaveAsync([.. Enumerable.Range(0, 299).Select(_ => DataRequest.Of(other.Invitation, DataRequestKind.See, _ => new byte[32], _given.Now))]);

        Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(DataRequestKind.See)).Status);
        var refused = await asker.AskAsync(DataRequestKind.See);
        host.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.StartsWith("Several codes were sent", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await asker.AskAsync(DataRequestKind.See)).Status);
        Assert.Equal(2, (await asker.CodeLettersAsync()).Count);
    }

    [Fact]
    public async Task Case_07_fifty_posts_at_once_open_it_once()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        _ = await asker.AskAsync(DataRequestKind.See);
        string code = await asker.LastCodeAsync();
        DataRequest request;
        await using (var db = host.OpenDb()) request = await db.DataRequests.AsNoTracking().SingleAsync();

        // First without the guard, to see that the race happens: read, compare, write lets several through.
        // Nobody writes before two have read, so it does not hang on the machine's mood.
        int read = 0;
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int naive = await AtOnceAsync(async () =>
        {
            await using var db = host.OpenDb();
            var row = await db.DataRequests.AsNoTracking().SingleAsync(r => r.Id == request.Id);
            if (Interlocked.Increment(ref read) == 2) two.SetResult();
            await two.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return row.OpenedAt is null && await db.Database.ExecuteSqlAsync($"UPDATE events.data_requests SET opened_at = now() WHERE id = {request.Id.Value}") == 1;
        });
        Assert.True(naive > 1, $"{naive} got through without the guard: the race did not happen.");
        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE events.data_requests SET opened_at = NULL");

        int opened = await AtOnceAsync(async () =>
        {
            await using var db = host.OpenDb();
            return !(await new Data.Rights.DataRequests(db, host.Keys, host.Clock).OpenAsync(request, code, CancellationToken.None)).Refused(out _, out _);
        });
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Is_bound_to_its_request_its_person_and_its_browser()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var first = await asker.AskAsync(DataRequestKind.See);
        string firstCode = await asker.LastCodeAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await asker.AskAsync(DataRequestKind.Erase);
        Assert.StartsWith("This code is not right.", Assert.Single((await asker.Phone.SubmitAsync(second, new { code = firstCode })).Errors), StringComparison.Ordinal);

        // Somebody else's link does not lead to it, and the own link in another browser does not show it.
        using var other = await Asker.WithInvitationAsync(host, _given);
        var opened = await asker.Phone.SubmitAsync(first, new { code = firstCode });
        Assert.NotEmpty(opened.All("#correct"));
        Assert.Equal(HttpStatusCode.Gone, (await other.Phone.GetAsync(first.Path.Replace(asker.Token, other.Token, StringComparison.Ordinal))).Status);
        using var forwarded = host.NewBrowser();
        Assert.Empty((await forwarded.GetAsync(first.Path)).All("#correct"));
    }

    [Fact]
    public async Task Is_late_after_ten_minutes_and_shut_after_a_quarter_of_an_hour()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var asked = await asker.AskAsync(DataRequestKind.See);
        string code = await asker.LastCodeAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.StartsWith("This code is no longer good", Assert.Single((await asker.Phone.SubmitAsync(asked, new { code })).Errors), StringComparison.Ordinal);

        var opened = await asker.OpenAsync(DataRequestKind.See);
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("This request is closed. Ask again, and a new code is sent.", (await asker.Phone.GetAsync(opened.Path)).One("main p")!.TextContent);
    }

    [Fact]
    public async Task Case_03_a_forwarded_link_shows_neither_address_nor_letters_nor_anybody_else()
    {
        var dialogue = await _given.DialogueAsync();
        using var asker = await Asker.WithInvitationAsync(host, _given, dialogue, await _given.PersonAsync(email: "canary-own@bassin.test", affiliation: "Institut Canari", language: Language.English));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Canary", "Kanarienvogel", affiliation: "Other Canary Institute"));
        _ = await asker.AskAsync(DataRequestKind.See);
        using var forwarded = host.NewBrowser();
        foreach (string path in (string[])[$"/i/{asker.Token}", $"/i/{asker.Token}/data"])
        {
            var page = await forwarded.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (string canary in (string[])["canary-own@", "Institut Canari", "Kanarienvogel", "Other Canary"]) Assert.DoesNotContain(canary, page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_code_lies_nowhere_in_the_database()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        _ = await asker.AskAsync(DataRequestKind.See);
        string code = await asker.LastCodeAsync();
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("SELECT (SELECT count(*) FROM events.outbox o WHERE o::text LIKE '%' || $1 || '%') + (SELECT count(*) FROM events.data_requests r WHERE r::text LIKE '%' || $1 || '%')");
        _ = command.Parameters.AddWithValue(code);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private static async Task<int> AtOnceAsync(Func<Task<bool>> attempt)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            await start.Task;
            return await attempt();
        })).ToList();
        start.SetResult();
        return (await Task.WhenAll(all)).Count(won => won);
    }

    private async Task LoseTrackAsync()
    {
        await using var db = host.OpenDb();
        foreach (var letter in db.Letters.Where(l => l.State == LetterState.Queued).ToList()) letter.LostTrack("The connection was lost.");
        _ = await db.SaveChangesAsync();
    }
}
