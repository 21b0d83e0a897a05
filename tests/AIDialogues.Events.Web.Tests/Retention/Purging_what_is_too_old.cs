using AIDialogues.Events.Data;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Retention;

public sealed class Purging_what_is_too_old(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task The_dry_run_tells_what_the_night_does_and_changes_nothing()
    {
        await WorldAsync();
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(60 + 31));
        var told = await DryRunAsync();
        Assert.Equal(told, await DryRunAsync());
        await NightAsync();
        Assert.All(await DryRunAsync(), line => Assert.Equal(0, line.Rows));
        Assert.Equal(
            ["Attendance events.invitations 1", "LetterText events.outbox 1", "UnusedInvitation events.invitations 1", "UnusedInvitation events.personal_links 2"],
            told.Where(l => l.Rows > 0).Select(l => $"{l.Rule} {l.Table} {l.Rows}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(13, 0, true, true)]
    [InlineData(14, 1, true, true)]
    [InlineData(89, 1, true, true)]
    [InlineData(90, 1, false, false)]
    public async Task Each_thing_goes_on_its_day(int days, int emptied, bool links, bool presence)
    {
        await WorldAsync();
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(days).AddHours(1));
        await NightAsync();
        await using var db = host.OpenDb();
        var letters = await db.Letters.ToListAsync();
        Assert.Equal((emptied, emptied), (letters.Count(l => l.Body.Length == 0), letters.Count(l => l.Calendar is null)));
        Assert.Equal((links ? 2 : 0, presence ? 1 : 0), (await db.PersonalLinks.CountAsync(), await db.Invitations.CountAsync(i => i.CheckedInAt != null)));
    }

    [Fact]
    public async Task Counts_are_kept_before_what_they_count_goes()
    {
        await WorldAsync();
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(60 + 31));
        await NightAsync();
        await using var db = host.OpenDb();
        Assert.Equal(["attended 1", "silent 1", "unanswered 1"], await db.Database.SqlQuery<string>($"SELECT what || ' ' || count AS \"Value\" FROM events.kept_counts ORDER BY 1").ToListAsync());
        await NightAsync();
        Assert.Equal(["attended 1", "silent 1", "unanswered 1"], await db.Database.SqlQuery<string>($"SELECT what || ' ' || count AS \"Value\" FROM events.kept_counts ORDER BY 1").ToListAsync());
    }

    [Fact]
    public void Every_table_with_a_rule_that_counts_days_is_among_the_steps()
    {
        // The directory goes by erasing the person; the chain stays whole and holds no name.
        var promised = Registry.Tables.Where(t => t.Retention.Days() is not null && t.Retention != RetentionRule.Contact && t.Name != "audit.entries").Select(t => t.Name).ToList();
        Assert.InRange(promised.Count, 15, 40);
        Assert.Empty(promised.Except(PurgeSteps.All.Select(s => s.Table), StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_belongs_to_a_day_goes_a_month_after_it_also_with_somebody_who_answered()
    {
        var dialogue = await _given.DialogueAsync();
        var (declined, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        var (came, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var entry = CalendarEntry.Of(came);
        _ = entry.Tell("Facts", cancelled: false, _given.Now);
        var replaced = TokenIssue.For(came);
        Assert.Null(replaced.Take(new Dictionary<string, string> { ["key"] = "one" }) ?? replaced.Replace() ?? replaced.Take(new Dictionary<string, string> { ["key"] = "other" }));
        Assert.Equal(1, replaced.Replaced);
        await _given.SaveAsync(
            Given.Value(SubstituteProposal.Of(declined, "Karim Benali", "karim@bassin.test", "", _given.Now)), entry, TokenIssue.For(declined), replaced,
            TimelineEntry.Of(declined, TimelineKind.Declined, TimelineActor.Invitee, _given.Now), Reminder.Planned(declined, new DueReminder(7, dialogue.AnswerBy, _given.Now)));
        // Edited on no particular day: the trigger of the directory writes it down.
        await using var db = host.OpenDb();
        _ = await db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.Affiliation, "Other"));
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.timeline SET at = {_given.Now.AddDays(61)} WHERE invitation_id IS NULL");

        host.Clock.SetUtcNow(EventsHost.Start.AddDays(60 + 29));
        await NightAsync();
        Assert.Equal("calendar_entries 1, reminders 1, substitute_proposals 1, timeline 3, token_issues 2", await RowsAsync(db));
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(60 + 32));
        await NightAsync();

        Assert.Equal("calendar_entries 0, reminders 0, substitute_proposals 0, timeline 0, token_issues 0", await RowsAsync(db));
        Assert.Equal(2, await db.Invitations.CountAsync());
        Assert.Equal(new TokenCounts(2, 1), await db.TokenCountsAsync(dialogue.Id, CancellationToken.None));
    }

    /// <summary>Three of ten accepted; the seven who were silent are forgotten, and that they were is not.</summary>
    [Fact]
    public async Task What_is_expected_of_a_group_is_the_same_once_its_silent_people_are_forgotten()
    {
        var dialogue = await _given.DialogueAsync();
        for (int i = 0; i < 10; i++) _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), invitation => Assert.Null(i < 3 ? invitation.Answer(true, dialogue, _given.Now) : null));
        // Proves nothing: taken back, and asked after the last day to answer.
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Withdraw());
        host.Clock.SetUtcNow(dialogue.AnswersEnd.AddHours(1));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        double before = await RateAsync(60 + 29);

        double after = await RateAsync(60 + 32);

        Assert.True(before < 0.5);
        Assert.Equal(before, after, 6);

        async Task<double> RateAsync(int later)
        {
            host.Clock.SetUtcNow(EventsHost.Start.AddDays(later));
            await NightAsync();
            await using var db = host.OpenDb();
            return (await db.BalanceAsync(dialogue.SeriesId, DateOnly.FromDateTime(host.Clock.GetUtcNow().Date), CancellationToken.None))!.Rates.Of(StakeholderGroup.Institutions);
        }
    }

    [Fact]
    public async Task What_an_import_replaced_goes_once_nobody_can_go_back_to_it()
    {
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleImport(db, host.Clock).ImportAsync("Name;E-mail\nAwa Diallo;awa@bassin.test", null, CancellationToken.None));
        host.Clock.Advance(ImportBatch.UndoFor);
        await NightAsync();
        Assert.Equal(1, await db.ImportedPeople.CountAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal((0, 1, 1), (await db.ImportedPeople.CountAsync(), await db.ImportBatches.CountAsync(), await db.People.CountAsync()));
    }

    [Fact]
    public async Task What_two_records_were_before_a_merge_goes_once_it_cannot_be_taken_back()
    {
        var (kept, gone) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("A.", "Diallo"));
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        host.Clock.Advance(PersonMerge.UndoFor);
        await NightAsync();
        Assert.Equal(1, await db.PersonMerges.CountAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal((0, 1), (await db.PersonMerges.CountAsync(), await db.People.CountAsync()));
    }

    [Fact]
    public async Task Why_somebody_declined_and_the_words_of_a_forgotten_wave_go_after_the_day()
    {
        var dialogue = await _given.DialogueAsync();
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, person, i => _ = i.Answer(false, dialogue, _given.Now) ?? i.Explain("Canary reason"));
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "Canary words {link}"), _given.Now);
        letter.Pause();
        await _given.SaveAsync(letter);
        // The day is 60 days ahead; letters are emptied 14 days after it, reasons 30.
        foreach (var (days, reason, body) in ((int, string, string)[])[(60, "Canary reason", "Canary words {link}"), (16, "Canary reason", ""), (16, "", "")])
        {
            host.Clock.Advance(TimeSpan.FromDays(days));
            await NightAsync();
            await using var db = host.OpenDb();
            Assert.Equal((reason, body), ((await db.Invitations.SingleAsync()).Reason, (await db.Letters.SingleAsync()).Body));
        }
    }

    [Fact]
    public async Task Proof_of_consents_and_of_the_erasure_goes_five_years_after_it()
    {
        var dialogue = await _given.DialogueAsync();
        foreach (int year in (int[])[2020, 2024])
        {
            var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
            var quotation = Given.Value(Quotation.Ask(invitation, Rule.ChathamHouse, "Words", Language.English, _given.Now, Id<Quotation>.New()));
            var consent = ConsentEvent.Of(invitation, ConsentPurpose.ContactAfter, true, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now);
            await _given.SaveAsync(quotation, consent, PlannedErasure.Of(invitation.PersonId, ErasureCause.Person, _given.Now).Erasure);
            var then = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
            await using var past = host.OpenDb();
            _ = await past.Database.ExecuteSqlAsync($"UPDATE events.people SET erased_at = {then} WHERE id = {invitation.PersonId.Value}");
            _ = await past.Database.ExecuteSqlAsync($"UPDATE events.erasures SET done_at = {then} WHERE person_id = {invitation.PersonId.Value}");
        }

        await NightAsync();

        await using var db = host.OpenDb();
        Assert.Equal((1, 1, 1, 2), (await db.ConsentEvents.CountAsync(), await db.Quotations.CountAsync(), await db.PlannedErasures.CountAsync(), await db.People.IgnoreQueryFilters().CountAsync()));
    }

    private static async Task<string> RowsAsync(EventsDb db) => string.Join(", ", await db.Database.SqlQuery<string>($"""
        SELECT what || ' ' || count AS "Value" FROM (
            SELECT 'calendar_entries' AS what, count(*) FROM events.calendar_entries UNION ALL SELECT 'reminders', count(*) FROM events.reminders
            UNION ALL SELECT 'substitute_proposals', count(*) FROM events.substitute_proposals UNION ALL SELECT 'timeline', count(*) FROM events.timeline
            UNION ALL SELECT 'token_issues', count(*) FROM events.token_issues) r ORDER BY what
        """).ToListAsync());

    [Fact]
    public async Task Whom_nobody_has_heard_of_for_two_years_is_erased()
    {
        var forgotten = await _given.PersonAsync("Long", "Ago");
        host.Clock.Advance(TimeSpan.FromDays(400));
        var known = await _given.PersonAsync("Still", "Known");
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(731));
        await NightAsync();
        await using var db = host.OpenDb();
        Assert.Equal([known.Id], await db.People.Select(p => p.Id).ToListAsync());
        Assert.True(host.Keys.Tombstones.Holds(forgotten.Id.Value));
    }

    [Fact]
    public async Task Who_was_written_to_is_not_forgotten_because_the_unanswered_invitation_went()
    {
        var silent = await _given.PersonAsync("Long", "Silent");
        host.Clock.Advance(TimeSpan.FromDays(700));
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), silent);
        await _given.SaveAsync(Letter.Queue(invitation, silent, LetterKind.Invitation, new(Language.French, "Objet", "Corps {link}"), _given.Now));
        // A month after the day, which is two months ahead.
        host.Clock.Advance(TimeSpan.FromDays(92));
        Assert.Equal(0, (await DryRunAsync()).Single(l => l.Table == "events.people").Rows);

        await NightAsync();
        await NightAsync();

        await using var db = host.OpenDb();
        Assert.Equal((0, 1), (await db.Invitations.CountAsync(), await db.People.CountAsync()));
        Assert.False(host.Keys.Tombstones.Holds(silent.Id.Value));

        host.Clock.Advance(TimeSpan.FromDays(731));
        await NightAsync();
        Assert.True(host.Keys.Tombstones.Holds(silent.Id.Value));
    }

    [Fact]
    public async Task A_record_that_gave_way_is_not_forgotten_before_the_one_that_was_kept()
    {
        var old = await _given.PersonAsync("Awa", "Diallo", "old@bassin.test");
        host.Clock.Advance(TimeSpan.FromDays(731));
        var kept = await _given.PersonAsync("Awa", "Diallo", "new@bassin.test");
        await using var db = host.OpenDb();
        var merge = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, old.Id, kept.Details, "Noor", CancellationToken.None));

        await NightAsync();

        Assert.False(host.Keys.Tombstones.Holds(old.Id.Value));
        await using var after = host.OpenDb();
        _ = Given.Value((await new PeopleMerge(after, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);
        Assert.Equal("old@bassin.test", (await after.People.SingleAsync(p => p.Id == old.Id)).Email);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Who_allows_something_that_has_not_run_out_is_not_forgotten(bool allows, bool isForgotten)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => _ = i.Answer(true, dialogue, _given.Now));
        // A name may stand for 36 months, and people are forgotten after 24.
        await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, allows, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now));
        host.Clock.Advance(TimeSpan.FromDays(740));

        await NightAsync();

        Assert.Equal(isForgotten, host.Keys.Tombstones.Holds(invitation.PersonId.Value));
    }

    [Fact]
    public async Task Reaches_answers_of_the_API_requests_and_log_files()
    {
        using var api = await Api.ApiClient.WithTokenAsync(host);
        _ = await api.PostAsync("series", new { slug = "water", title = new { en = "Canary", fr = "" }, purpose = new { en = "P", fr = "" }, organisation = "I" }, "key");
        string logs = Directory.CreateDirectory(Path.Combine(host.Keys.DataDirectory, "logs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(logs, "old.log"), "x");
        File.SetLastWriteTimeUtc(Path.Combine(logs, "old.log"), EventsHost.Start.UtcDateTime.AddDays(-200));
        await File.WriteAllTextAsync(Path.Combine(logs, "new.log"), "x");
        File.SetLastWriteTimeUtc(Path.Combine(logs, "new.log"), EventsHost.Start.UtcDateTime);
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.AnsweredRequests.CountAsync());
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(8));
        await NightAsync();
        Assert.Equal(0, await db.AnsweredRequests.CountAsync());
        // What a host that keeps running wrote lies in a file of that day, which goes in its turn.
        Assert.Equal([("new.2027-03-09.log", "x"), ("new.log", "")], Directory.EnumerateFiles(logs).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllText(f))));
    }

    [Fact]
    public async Task The_worker_may_not_take_a_consent_that_is_still_proof()
    {
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.ContactAfter, true, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now));
        await using var db = _post.Database.Open();
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => db.ConsentEvents.ExecuteDeleteAsync());
        Assert.Equal("events.consent_events only grows: DELETE is refused", refused.MessageText);
    }

    [Fact]
    public async Task The_page_and_the_person_see_the_days()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        // The day is 30 April 2027; a week and a month later.
        string text = (await phone.GetAsync($"/i/{token}/data")).Text;
        Assert.Contains("deleted on Friday 7 May 2027", text, StringComparison.Ordinal);
        Assert.Contains("deleted on Sunday 30 May 2027", text, StringComparison.Ordinal);
        using var staff = await _given.SignedInAsync();
        Assert.Contains("Words and address of letters: 14 days", (await staff.GetAsync("/organise/retention")).All("tbody th"));
    }

    /// <summary>A day 60 days ahead: one invitee came, one never answered; one letter went out at the start.</summary>
    private async Task WorldAsync()
    {
        var dialogue = await _given.DialogueAsync();
        var person = await _given.PersonAsync();
        var (came, _) = await _given.InvitationAsync(dialogue, person, i => _ = i.Answer(true, dialogue, _given.Now) ?? i.CheckIn(dialogue, dialogue.BeginsAt));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"));
        var letter = Letter.Queue(came, person, LetterKind.Invitation, new(Language.French, "Objet", "Corps {link}"), _given.Now).Carrying("BEGIN:VCALENDAR");
        letter.Claim(_given.Now);
        letter.HandedOver("250 ok", _given.Now);
        await _given.SaveAsync(letter);
    }

    private async Task<IReadOnlyList<PurgeLine>> DryRunAsync()
    {
        await using var db = host.OpenDb();
        return await new Purge(db, host.Clock).DryRunAsync(CancellationToken.None);
    }

    private Task NightAsync() => new PurgeJob(_post.Database, host.Keys, host.Clock, NullLogger<PurgeJob>.Instance).RunAsync(CancellationToken.None);
}
