using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Merging_two_records(EventsHost host) : IAsyncLifetime
{
    private static readonly Notice Words = new(Language.French, "Mention");

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_page_shows_pairs_with_the_reason_and_a_pair_that_is_told_apart_does_not_come_again()
    {
        _ = await _given.PersonAsync("Bertrand", "de La Chapelle", "bertrand@bassin.test", "Organisation mondiale de la santé");
        _ = await _given.PersonAsync("B.", "de la Chapelle", "chapelle@oms.test", "OMS");
        _ = await _given.PersonAsync("Jonas", "Lindqvist", "jonas@nord.test");
        using var browser = await _given.SignedInAsync();

        using var queries = new QueryCount();
        var page = await browser.GetAsync("/organise/people/duplicates");
        // The whole directory is read for what is compared, and whole records for what is shown.
        Assert.Equal([false, true], queries.Texts.Where(sql => sql.Contains("FROM events.people AS", StringComparison.Ordinal) && sql.Contains("affiliation", StringComparison.Ordinal)).Select(sql => sql.Contains("country", StringComparison.Ordinal)));
        var after = await browser.SubmitAsync(page, form: "main table form");

        Assert.Equal("Alike in name and organisation", page.One("td[data-label=Why]")!.TextContent);
        Assert.Single(page.Document.QuerySelectorAll("main tbody tr"));
        Assert.Empty(after.Document.QuerySelectorAll("main tbody tr"));
        await using var db = host.OpenDb();
        Assert.Equal(3, await db.People.CountAsync());
    }

    [Fact]
    public async Task Field_by_field_the_right_one_is_kept_and_everything_of_the_other_moves()
    {
        var (kept, gone) = await TwoAsync();
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, gone, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var letter = Letter.Queue(invitation, gone, LetterKind.Invitation, new(Language.French, "Objet", "Corps {link}"), _given.Now);
        await _given.SaveAsync(letter);
        await GiveAsync(invitation, true);
        using var browser = await _given.SignedInAsync();

        var done = await browser.SubmitAsync(await browser.GetAsync($"/organise/people/merge?keep={kept.Id}&other={gone.Id}"), new Dictionary<string, object?> { ["take.Affiliation"] = "other", ["take.Email"] = "other" });

        Assert.Equal("/organise/people/duplicates", done.Path);
        await using var db = host.OpenDb();
        var one = await db.People.SingleAsync();
        Assert.Equal((kept.Id, "Awa", "a.diallo@bassin.test", "Autorité du bassin"), (one.Id, one.GivenName, one.Email, one.Affiliation));
        Assert.Equal(kept.Id, (await db.Invitations.SingleAsync()).PersonId);
        Assert.Equal(kept.Id, (await db.Letters.SingleAsync()).PersonId);
        Assert.Equal([kept.Id.Value], await db.MayBeShown(Shown.Name, ShownPlace.PublicPage, _given.Now).Select(c => c.PersonId).ToListAsync());
        Assert.Equal(HttpStatusCode.OK, (await host.NewBrowser().GetAsync($"/i/{token}")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_said_about_an_invitation_opens_with_the_key_of_whoever_has_it_after_a_merge_and_after_its_undo(bool bothInvited)
    {
        var (kept, gone) = await TwoAsync();
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, gone, i => Assert.Null(i.Answer(new(AnswerKind.Decline, "Canary reason"), dialogue, seatFree: true, _given.Now)));
        // The weaker one, so that the two change their people.
        if (bothInvited) _ = await _given.InvitationAsync(dialogue, kept);
        await _given.SaveAsync(
            Given.Value(SubstituteProposal.Of(invitation, "Canary Name", "canary@bassin.test", "Canary why", _given.Now)),
            TimelineEntry.Of(invitation, TimelineKind.Declined, TimelineActor.Organiser, _given.Now, AnswerSource.Telephone, "Canary note"));

        PersonMerge merge;
        await using (var db = host.OpenDb()) merge = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        Assert.Equal((kept.Id, "Canary reason", kept.Id, "Canary Name, canary@bassin.test, Canary why", kept.Id, "Canary note"), await SaidAsync(invitation.Id));

        await using (var db = host.OpenDb()) _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);
        Assert.Equal((gone.Id, "Canary reason", gone.Id, "Canary Name, canary@bassin.test, Canary why", gone.Id, "Canary note"), await SaidAsync(invitation.Id));
    }

    [Fact]
    public async Task Of_two_invitations_to_one_dialogue_the_stronger_answer_stays_and_both_links_open_it()
    {
        var (kept, gone) = await TwoAsync();
        var dialogue = await _given.DialogueAsync();
        var (weak, weakToken) = await _given.InvitationAsync(dialogue, kept);
        var (strong, strongToken) = await _given.InvitationAsync(dialogue, gone, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        await GiveAsync(weak, false);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await GiveAsync(strong, true);
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/people/merge?keep={kept.Id}&other={gone.Id}");
        _ = await browser.SubmitAsync(page);

        Assert.Contains("Both are invited to First day.", page.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var invitations = await db.Invitations.ToDictionaryAsync(i => i.Id);
        Assert.Equal((kept.Id, InvitationState.Accepted), (invitations[strong.Id].PersonId, invitations[strong.Id].State));
        Assert.Equal((gone.Id, InvitationState.Withdrawn), (invitations[weak.Id].PersonId, invitations[weak.Id].State));
        Assert.Equal([strong.Id, strong.Id], await db.PersonalLinks.Select(l => l.InvitationId).ToListAsync());
        // Three lines: the refusal, the consent, and the consent again in the name of whoever is kept.
        Assert.Equal(3, await db.ConsentEvents.CountAsync());
        Assert.Equal([kept.Id.Value], await db.MayBeShown(Shown.Name, ShownPlace.PublicPage, _given.Now).Select(c => c.PersonId).ToListAsync());
        foreach (string token in (string[])[weakToken, strongToken])
            Assert.Equal(HttpStatusCode.OK, (await host.NewBrowser().GetAsync($"/i/{token}")).Status);
    }

    [Fact]
    public async Task A_restriction_and_an_objection_hold_for_the_one_person_and_afterwards_for_whose_they_were()
    {
        var (kept, gone) = await TwoAsync();
        await using (var asked = host.OpenDb())
        {
            (await asked.People.SingleAsync(p => p.Id == gone.Id)).Restrict(_given.Now);
            (await asked.People.SingleAsync(p => p.Id == kept.Id)).Object(_given.Now);
            _ = await asked.SaveChangesAsync();
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        PersonMerge merge;
        await using (var db = host.OpenDb()) merge = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        await using (var db = host.OpenDb()) Assert.Equal((_given.Now.AddMinutes(-1), _given.Now.AddMinutes(-1)), await db.People.Where(p => p.Id == kept.Id).Select(p => new { p.RestrictedAt, p.ObjectedAt }).SingleAsync() is var one ? (one.RestrictedAt!.Value, one.ObjectedAt!.Value) : default);

        await using (var db = host.OpenDb()) _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);

        await using var after = host.OpenDb();
        var parted = await after.People.ToDictionaryAsync(p => p.Id, p => (IsRestricted: p.RestrictedAt is not null, Objected: p.ObjectedAt is not null));
        Assert.Equal(((false, true), (true, false)), (parted[kept.Id], parted[gone.Id]));
    }

    [Fact]
    public async Task A_restriction_asked_for_between_a_merge_and_its_undo_holds_for_both()
    {
        var (kept, gone) = await TwoAsync();
        PersonMerge merge;
        await using (var db = host.OpenDb()) merge = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        await using (var db = host.OpenDb())
        {
            (await db.People.SingleAsync(p => p.Id == kept.Id)).Restrict(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        await using (var db = host.OpenDb()) _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);

        await using var after = host.OpenDb();
        Assert.Equal([true, true], await after.People.Where(p => p.Id == kept.Id || p.Id == gone.Id).Select(p => p.RestrictedAt != null).ToListAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Taking_it_back_restores_both_with_their_answers_links_and_consents(bool strongIsGone)
    {
        var (kept, gone) = await TwoAsync();
        var dialogue = await _given.DialogueAsync();
        var other = await _given.DialogueAsync();
        var (mine, _) = await _given.InvitationAsync(dialogue, kept, i => Answer(i, !strongIsGone));
        var (theirs, _) = await _given.InvitationAsync(dialogue, gone, i => Answer(i, strongIsGone));
        var (alone, _) = await _given.InvitationAsync(other, gone);
        await GiveAsync(theirs, true);
        var before = await SnapshotAsync();
        using var browser = await _given.SignedInAsync();

        var done = await browser.SubmitAsync(await browser.GetAsync($"/organise/people/merge?keep={kept.Id}&other={gone.Id}"), new Dictionary<string, object?> { ["take.GivenName"] = "other", ["take.Email"] = "other" });
        var merged = await SnapshotAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        var back = await browser.SubmitAsync(done, form: "main details form");

        Assert.Contains("Taken back: they are two people again.", back.Text, StringComparison.Ordinal);
        Assert.NotEqual(before, merged);
        Assert.Equal(before, await SnapshotAsync());
        await using var db = host.OpenDb();
        // The line that was copied cannot go; a further one refuses it.
        Assert.Equal([ConsentState.Given, ConsentState.Refused], await db.ConsentEvents.Where(c => c.PersonId == kept.Id).OrderBy(c => c.At).Select(c => c.State).ToListAsync());
        Assert.Equal(strongIsGone ? new[] { gone.Id.Value } : [], await db.MayBeShown(Shown.Name, ShownPlace.PublicPage, _given.Now).Select(c => c.PersonId).ToListAsync());
        Assert.Equal(gone.Id, (await db.Invitations.SingleAsync(i => i.Id == alone.Id)).PersonId);
        Assert.NotEqual(mine.Id, theirs.Id);

        void Answer(Invitation invitation, bool accepts)
        {
            if (accepts) Assert.Null(invitation.Answer(true, dialogue, _given.Now));
        }
    }

    [Fact]
    public async Task Taking_it_back_is_refused_after_a_day_when_changed_since_and_twice()
    {
        var (kept, gone) = await TwoAsync();
        await using var db = host.OpenDb();
        var merging = new PeopleMerge(db, host.Clock);
        var merge = Given.Value(await merging.MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        host.Clock.Advance(PersonMerge.UndoFor);
        string late = await CodeAsync(merge);
        host.Clock.Reset();
        await ChangeAsync(kept, "Changed");
        string changed = await CodeAsync(merge);
        await ChangeAsync(kept, kept.Affiliation);
        Assert.Equal("(done)", await CodeAsync(merge));

        Assert.Equal(("merge-too-late", "merge-changed-since", "merge-undone-already"), (late, changed, await CodeAsync(merge)));
    }

    [Fact]
    public async Task Two_organisers_who_merge_the_same_two_at_once_leave_one_person()
    {
        var (kept, gone) = await TwoAsync();
        using var browser = await _given.SignedInAsync();
        var one = await browser.GetAsync($"/organise/people/merge?keep={kept.Id}&other={gone.Id}");
        var turned = await browser.GetAsync($"/organise/people/merge?keep={gone.Id}&other={kept.Id}");

        var pages = await Task.WhenAll(browser.SubmitAsync(one), browser.SubmitAsync(turned), browser.SubmitAsync(one));

        Assert.All(pages, page => Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound, page.Status.ToString()));
        await using var db = host.OpenDb();
        Assert.Equal((1, 1), (await db.People.CountAsync(), await db.PersonMerges.CountAsync()));
    }

    [Fact]
    public async Task The_address_of_a_merged_record_leads_an_import_to_the_one_that_was_kept()
    {
        var (kept, gone) = await TwoAsync();
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        db.ChangeTracker.Clear();

        _ = Given.Value(await new PeopleImport(db, host.Clock).ImportAsync($"Name;E-mail;Affiliation\nAwa Diallo;{gone.Email};Nouveau bassin", null, CancellationToken.None));

        var one = await db.People.SingleAsync();
        Assert.Equal((kept.Id, kept.Email, "Nouveau bassin"), (one.Id, one.Email, one.Affiliation));
    }

    [Fact]
    public async Task Whoever_speaks_of_a_merged_name_is_still_warned()
    {
        var (kept, gone) = await TwoAsync();
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, kept);
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));

        var names = (await Data.People.InvitedQuery.InvitedToAsync(db, dialogue.Id, CancellationToken.None)).Select(p => p.Name).Order(StringComparer.Ordinal);

        Assert.Equal(["A. Diallo", "Awa Diallo"], names);
    }

    private async Task<(Person Kept, Person Gone)> TwoAsync() =>
        (await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test", "Bassin"), await _given.PersonAsync("A.", "Diallo", "a.diallo@bassin.test", "Autorité du bassin"));

    private async Task GiveAsync(Invitation invitation, bool given)
    {
        await using var db = host.OpenDb();
        var dialogue = await db.Dialogues.SingleAsync(d => d.Id == invitation.DialogueId);
        _ = await db.RecordAsync(invitation, dialogue, [new ConsentWish(ConsentPurpose.NamedPublicly, given, Words)], ConsentAct.By(ConsentSource.Link), _given.Now, CancellationToken.None);
    }

    private async Task ChangeAsync(Person person, string affiliation)
    {
        await using var db = host.OpenDb();
        _ = await db.People.Where(p => p.Id == person.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Affiliation, affiliation));
    }

    /// <summary>Each time in a context of its own, as a request has.</summary>
    private async Task<string> CodeAsync(PersonMerge merge)
    {
        await using var db = host.OpenDb();
        return (await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!.Refused(out var refusal, out _) ? refusal.Code : "(done)";
    }

    /// <summary>People, invitations and links as they stand, to be the same again.</summary>
    private async Task<string> SnapshotAsync()
    {
        await using var db = host.OpenDb();
        var people = await db.People.OrderBy(p => p.Id).Select(p => $"{p.Id}{p.Email}{p.GivenName}").ToListAsync();
        var invitations = await db.Invitations.OrderBy(i => i.Id).Select(i => $"{i.Id}{i.PersonId}{i.State}{i.AnsweredAt}").ToListAsync();
        var links = await db.PersonalLinks.OrderBy(l => l.Id).Select(l => $"{l.Id}{l.InvitationId}{l.RevokedAt}").ToListAsync();
        return string.Join('\n', people.Concat(invitations).Concat(links));
    }

    /// <summary>Each with whose it is; opening it proves that it is sealed with that person's key.</summary>
    private async Task<(Id<Person>, string, Id<Person>, string, Id<Person>, string)> SaidAsync(Id<Invitation> id)
    {
        await using var db = host.OpenDb();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id);
        var proposal = await db.SubstituteProposals.AsNoTracking().SingleAsync();
        var entry = await db.Timeline.AsNoTracking().SingleAsync(e => e.Kind == TimelineKind.Declined);
        return (invitation.PersonId, invitation.Reason, proposal.PersonId, $"{proposal.Name}, {proposal.Contact}, {proposal.Reason}", entry.PersonId, entry.Note);
    }
}
