using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Proposing_a_substitute(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Invites_nobody_until_an_organiser_does_and_hands_nothing_on()
    {
        var dialogue = await _given.DialogueAsync();
        var (first, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.InviteAs(InvitationRole.Speaker));
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);

        _ = await phone.SubmitAsync(await phone.GetAsync(page.Path + "/substitute"), new { name = "Karim Benali", contact = "karim@bassin.test", reason = "Même équipe" });

        await using (var db = host.OpenDb())
        {
            Assert.Equal((1, 0), (await db.Invitations.CountAsync(), await db.Letters.CountAsync()));
            Assert.Equal(InvitationState.Declined, (await db.Invitations.SingleAsync()).State);
        }

        using var desk = await _given.SignedInAsync();
        var proposals = await desk.GetAsync($"/organise/dialogues/{dialogue.Id}/substitutes");
        // Of the other person nothing is known but what was written; nobody's institution is lent to them.
        Assert.Equal(("", ""), (proposals.One("input[name='Form.Affiliation']")!.GetAttribute("value") ?? "", proposals.One("select[name='Form.Group'] option[selected]")?.GetAttribute("value") ?? ""));
        Assert.Equal(["Choose a group for Karim Benali."], (await desk.SubmitAsync(proposals, form: "form[action*=Approve]")).Errors);
        var approved = await desk.SubmitAsync(proposals, new Dictionary<string, object?> { ["Form.Group"] = "Academia" }, form: "form[action*=Approve]");
        Assert.Equal(HttpStatusCode.OK, approved.Status);

        await using var look = host.OpenDb();
        var second = await look.Invitations.SingleAsync(i => i.SubstituteFor == first.Id);
        var person = await look.People.SingleAsync(p => p.Id == second.PersonId);
        var letter = await look.Letters.SingleAsync();
        Assert.Equal(("Karim", "Benali", "karim@bassin.test"), (person.GivenName, person.FamilyName, person.Email));
        Assert.Equal((InvitationState.Invited, InvitationRole.Speaker), (second.State, second.Role));
        Assert.Equal((second.Id, "karim@bassin.test"), (letter.InvitationId, letter.ToAddress));
        Assert.Equal(0, await look.ConsentEvents.CountAsync(c => c.PersonId == person.Id));
        Assert.Contains("Karim Benali", (await desk.GetAsync($"/organise/invitations/{first.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stands_on_the_page_of_whoever_proposed_and_says_no_more_than_that_it_is_decided()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);

        var proposed = await phone.SubmitAsync(await phone.GetAsync(page.Path + "/substitute"), new { name = "Karim Benali", contact = "karim@bassin.test" });

        // In the open, not folded away.
        var said = proposed.One(".answer > .proposed");
        Assert.Equal("You proposed Karim Benali; the organiser decides.", said?.TextContent);
        using var desk = await _given.SignedInAsync();
        _ = await desk.SubmitAsync(await desk.GetAsync($"/organise/dialogues/{dialogue.Id}/substitutes"), new Dictionary<string, object?> { ["Form.Group"] = "Academia" }, form: "form[action*=Approve]");
        Assert.Equal("You proposed Karim Benali; the organiser has decided. Whoever is invited gets a letter of their own.", (await phone.GetAsync(page.Path)).One(".answer > .proposed")?.TextContent);
    }

    [Fact]
    public async Task Ends_when_whoever_proposed_comes_after_all_and_nobody_is_invited_in_their_place()
    {
        var dialogue = await _given.DialogueAsync();
        var (first, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo", language: Language.English));
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        var declined = await phone.SubmitAsync(await phone.GetAsync(page.Path + "/substitute"), new { name = "Karim Benali", contact = "karim@bassin.test" });
        using var desk = await _given.SignedInAsync();
        string address = $"/organise/dialogues/{dialogue.Id}/substitutes";
        var old = await desk.GetAsync(address);

        var accepted = await phone.SubmitAsync(declined, form: ".answer-buttons", button: "[value=accept]");
        var refused = await desk.SubmitAsync(old, new Dictionary<string, object?> { ["Form.Group"] = "Academia" }, form: "form[action*=Approve]");
        var now = await desk.GetAsync(address);

        Assert.Contains("Declined", old.One(".section")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Your proposal of Karim Benali is closed: it was for the case that you cannot come.", accepted.Text, StringComparison.Ordinal);
        Assert.Null(accepted.One(".proposed"));
        Assert.Equal(["Whoever proposed this substitute has not declined, so there is no place to take. You can invite the other person like everybody else."], refused.Errors);
        Assert.Contains("Closed by itself", now.Text, StringComparison.Ordinal);
        Assert.Contains("Awa Diallo has not declined", now.Text, StringComparison.Ordinal);
        Assert.Null(now.One("form[action*=Approve]"));
        Assert.Equal(SubstituteState.Overtaken, (await OnlyProposalAsync()).State);
        await using var db = host.OpenDb();
        Assert.Equal((1, 0), (await db.Invitations.CountAsync(), await db.Letters.CountAsync(l => l.Kind == LetterKind.Invitation)));
        // From before proposals ended by themselves: open, and whoever made it comes.
        _ = await db.SubstituteProposals.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, SubstituteState.Proposed));
        _ = (await new Substitutes(db, host.Clock).ApproveAsync((await OnlyProposalAsync()).Id, new("Karim", "Benali", "karim@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None)).Refused(out var refusal, out _);
        Assert.Equal((SubstituteRefusals.NotDeclined, InvitationState.Accepted), (refusal, (await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == first.Id)).State));
    }

    [Fact]
    public async Task Says_of_each_field_what_it_lacks()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        var form = await phone.GetAsync((await phone.GetAsync("/i/" + token)).Path + "/substitute");

        var refused = await phone.SubmitAsync(form, new { name = "", contact = " ", reason = "Me\u202Enhoj" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(
            [("#Contact", "Write an e-mail address or an organisation, so that the organiser finds this person."), ("#Name", "Write the name of whoever could come instead."), ("#Reason", "A text holds characters that cannot be shown; type it again instead of pasting it.")],
            refused.Document.QuerySelectorAll(".error-summary a").Select(a => (a.GetAttribute("href")!, a.TextContent)).Order());
        Assert.Equal(["Name", "Contact", "Reason"], refused.Document.QuerySelectorAll("input[aria-invalid=true]").Select(i => i.Id));
    }

    [Fact]
    public async Task Twice_at_once_by_two_organisers_is_one_invitation()
    {
        var dialogue = await _given.DialogueAsync();
        var (first, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        var proposal = Given.Value(SubstituteProposal.Of(first, "Karim Benali", "karim@bassin.test", "", _given.Now));
        await _given.SaveAsync(proposal);
        using var desk = await _given.SignedInAsync();
        var page = await desk.GetAsync($"/organise/dialogues/{dialogue.Id}/substitutes");

        var pressed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.SubmitAsync(page, new Dictionary<string, object?> { ["Form.Group"] = "Academia" }, form: "form[action*=Approve]")));

        Assert.Single(pressed, p => p.Status == HttpStatusCode.OK && !p.Path.Contains("handler", StringComparison.Ordinal));
        await using var db = host.OpenDb();
        Assert.Equal((2, 1), (await db.Invitations.CountAsync(), await db.Letters.CountAsync()));
    }

    [Fact]
    public async Task Somebody_who_was_withdrawn_once_can_come_in_the_place_of_another()
    {
        var dialogue = await _given.DialogueAsync();
        var (first, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i =>
        {
            i.InviteAs(InvitationRole.Speaker);
            Assert.Null(i.Answer(false, dialogue, _given.Now));
        });
        var (withdrawn, oldToken) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Karim", "Benali", "karim@bassin.test"), i => i.Withdraw());
        var proposal = Given.Value(SubstituteProposal.Of(first, "Karim Benali", "karim@bassin.test", "", _given.Now));
        await _given.SaveAsync(proposal);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (var db = host.OpenDb())
            _ = Given.Value(await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, new("Karim", "Benali", "karim@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None));

        await using var look = host.OpenDb();
        var again = await look.Invitations.SingleAsync(i => i.Id == withdrawn.Id);
        Assert.Equal((InvitationState.Invited, InvitationRole.Speaker, first.Id, _given.Now), (again.State, again.Role, again.SubstituteFor, again.InvitedAt));
        Assert.Equal(withdrawn.Id, (await look.Letters.SingleAsync()).InvitationId);
        Assert.Equal(HttpStatusCode.Gone, (await host.NewBrowser().GetAsync("/i/" + oldToken)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_proposes_anybody_for_a_day_that_is_over_or_off(bool over)
    {
        var dialogue = await _given.DialogueAsync();
        var (declined, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        await using var db = host.OpenDb();
        if (over) host.Clock.SetUtcNow(dialogue.EndsAt);
        else _ = await db.Dialogues.ExecuteUpdateAsync(d => d.SetProperty(x => x.CancelledAt, _given.Now));

        _ = (await new Substitutes(db, host.Clock).ProposeAsync(declined.Id, "Karim Benali", "karim@bassin.test", "", CancellationToken.None)).Refused(out var refusal, out _);

        Assert.Equal(over ? InvitationRefusals.DialogueOver : InvitationRefusals.DialogueCancelled, refusal);
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, "substitute-no-seat")]
    [InlineData(true, true, null)]
    public async Task Needs_the_seat_that_was_given_up_unless_more_may_be_invited(bool taken, bool mayOverbook, string? refused)
    {
        var dialogue = await _given.DialogueAsync();
        var places = Places.Of(dialogue.Id);
        Assert.Null(places.Change(new(10, 1, null, mayOverbook)));
        var (first, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.InviteAs(InvitationRole.Speaker));
        await _given.SaveAsync(places);
        using var phone = host.NewBrowser();
        _ = await phone.SubmitAsync(await phone.GetAsync((await phone.GetAsync("/i/" + token)).Path + "/substitute"), new { name = "Karim Benali", contact = "karim@bassin.test" });
        if (taken) _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"), i => i.InviteAs(InvitationRole.Speaker));
        var proposal = await OnlyProposalAsync();

        await using var db = host.OpenDb();
        _ = (await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, new("Karim", "Benali", "karim@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None)).Refused(out var refusal, out _);

        Assert.Equal(refused, refusal?.Code);
        await using var look = host.OpenDb();
        var substitutes = await look.Invitations.Where(i => i.SubstituteFor == first.Id).Select(i => i.Role).ToListAsync();
        Assert.Equal(refused is null ? [InvitationRole.Speaker] : [], substitutes);
        Assert.Equal((substitutes.Count, refused is null ? SubstituteState.Approved : SubstituteState.Proposed), (await look.Letters.CountAsync(), (await OnlyProposalAsync()).State));
    }

    [Fact]
    public async Task The_ladder_proposes_the_next_of_the_same_group_and_sends_nothing()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        _ = await _given.PersonAsync("Mara", "English", language: Language.English);
        var french = await _given.PersonAsync("Léon", "Français");
        await using var db = host.OpenDb();

        var rung = Assert.Single(await db.LadderAsync(dialogue, _given.Now, CancellationToken.None));

        Assert.Equal((french.Id, 0), (rung.Next!.Id, await db.Letters.CountAsync()));
    }

    [Fact]
    public async Task The_ladder_proposes_nobody_for_a_rung_that_somebody_of_the_group_has_taken()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        host.Clock.Advance(TimeSpan.FromHours(1));
        _ = await _given.InvitationAsync(dialogue, await InGroupAsync(StakeholderGroup.Business, "Other"));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        _ = await _given.PersonAsync();
        await using var db = host.OpenDb();

        Assert.NotNull(Assert.Single(await db.LadderAsync(dialogue, _given.Now, CancellationToken.None)).Next);
        host.Clock.Advance(TimeSpan.FromHours(1));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        Assert.Empty(await db.LadderAsync(dialogue, _given.Now, CancellationToken.None));
    }

    [Fact]
    public async Task The_ladder_finds_the_next_of_a_small_group_behind_a_large_one_and_nobody_who_may_not_be_invited()
    {
        var dialogue = await _given.DialogueAsync();
        foreach (var group in (StakeholderGroup[])[StakeholderGroup.Institutions, StakeholderGroup.Business])
            _ = await _given.InvitationAsync(dialogue, await InGroupAsync(group, "Gone"), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        await using var db = host.OpenDb();
        // A thousand and more who are longer in the directory than anybody of the small group.
        _ = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO events.people (id, given_name, family_name, email, affiliation, "group", country, language, gender, created_at)
            SELECT gen_random_uuid(), 'Many', 'Many' || n, 'many' || n || '@bassin.test', '', 'Institutions', '', 'French', 'NotSaid', {EventsHost.Start.AddYears(-1)} FROM generate_series(1, 1001) n
            """);
        _ = await InGroupAsync(StakeholderGroup.Business, "Restricted", p => p.Restrict(_given.Now));
        _ = await InGroupAsync(StakeholderGroup.Business, "Objected", p => p.Object(_given.Now));
        var optedOut = await InGroupAsync(StakeholderGroup.Business, "OptedOut");
        await db.OptOutAsync(optedOut.Id, _given.Now, CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = await InGroupAsync(StakeholderGroup.Business, "Next");

        var rungs = await db.LadderAsync(dialogue, _given.Now, CancellationToken.None);

        Assert.Equal((2, next.Id), (rungs.Count, rungs.Single(r => r.Who.Group == StakeholderGroup.Business).Next?.Id));
        Assert.StartsWith("Many", rungs.Single(r => r.Who.Group == StakeholderGroup.Institutions).Next!.FamilyName, StringComparison.Ordinal);
    }

    private async Task<SubstituteProposal> OnlyProposalAsync()
    {
        await using var db = host.OpenDb();
        return await db.SubstituteProposals.AsNoTracking().SingleAsync();
    }

    private async Task<Person> InGroupAsync(StakeholderGroup group, string name, Action<Person>? with = null)
    {
        var person = Given.Value(Person.New(new PersonDetails("Awa", name, $"{name}-{group}@bassin.test", "", group, "ML", Language.French), _given.Now));
        with?.Invoke(person);
        await _given.SaveAsync(person);
        return person;
    }
}
