using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>Two people of one name were merged by mistake, and one of them said something before it was undone.</summary>
public sealed class Parting_two_ledgers(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_was_said_at_the_invitation_of_one_alone_goes_back_to_whose_it_is()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, _, token) = await _scene.ExpertAsync("Canary");
        var merge = await MergeAsync(kept, gone);
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "yes"), (ConsentPurpose.DietAndAccess, "yes"));
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), new { diet = "No shellfish" }, form: "form.needs");
        Assert.Equal(["Expert Heron"], (await _scene.PublicAsync()).All(".names li"));

        await PartAsync(merge);

        Assert.Equal(["Expert Canary"], (await _scene.PublicAsync()).All(".names li"));
        await using var db = host.OpenDb();
        Assert.Equal(ConsentState.Given, new Choices(await db.LedgerAsync(gone.Id, _scene.Dialogue.Id, CancellationToken.None), _scene.Given.Now).Of(ConsentPurpose.NamedPublicly));
        Assert.Equal(ConsentState.Refused, new Choices(await db.LedgerAsync(kept.Id, _scene.Dialogue.Id, CancellationToken.None), _scene.Given.Now).Of(ConsentPurpose.NamedPublicly));
        var needs = await db.Needs.AsNoTracking().SingleAsync();
        Assert.Equal((gone.Id, "No shellfish"), (needs.PersonId, needs.Diet));
        // Their own word goes on where theirs ends.
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));
        Assert.Empty((await _scene.PublicAsync()).All(".names li"));
    }

    [Fact]
    public async Task A_yes_that_either_may_have_said_counts_for_neither_and_is_asked_of_both()
    {
        var (kept, _, keptToken) = await _scene.ExpertAsync("Heron");
        var (gone, _, goneToken) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(keptToken, (ConsentPurpose.Photographed, "no"));
        var merge = await MergeAsync(kept, gone);
        _ = await _scene.SayAsync(goneToken, (ConsentPurpose.NamedPublicly, "yes"), (ConsentPurpose.Photographed, "yes"));

        await PartAsync(merge);

        Assert.Empty((await _scene.PublicAsync()).All(".names li"));
        await using var db = host.OpenDb();
        var choices = new Choices(await db.LedgerAsync(kept.Id, _scene.Dialogue.Id, CancellationToken.None), _scene.Given.Now);
        foreach (var purpose in (ConsentPurpose[])[ConsentPurpose.NamedPublicly, ConsentPurpose.Photographed])
            Assert.Equal((ConsentState.Refused, AskAgain.Requested), (choices.Of(purpose), choices.AskedAgain(purpose, _scene.Dialogue.Rule, 1)));
        Assert.Null(new Choices(await db.LedgerAsync(gone.Id, _scene.Dialogue.Id, CancellationToken.None), _scene.Given.Now).Of(ConsentPurpose.NamedPublicly));
    }

    [Fact]
    public async Task A_no_that_either_may_have_said_counts_for_both()
    {
        var (kept, _, _) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        var (gone, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        var merge = await MergeAsync(kept, gone);
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));

        await PartAsync(merge);

        Assert.Empty((await _scene.PublicAsync()).All(".names li"));
        await using var db = host.OpenDb();
        foreach (var one in (Person[])[kept, gone])
            Assert.Equal(AskAgain.Requested, new Choices(await db.LedgerAsync(one.Id, _scene.Dialogue.Id, CancellationToken.None), _scene.Given.Now).AskedAgain(ConsentPurpose.NamedPublicly, _scene.Dialogue.Rule, 1));
    }

    [Fact]
    public async Task Words_of_the_kept_one_that_either_may_have_approved_are_not_quoted()
    {
        var (kept, invitation, _) = await _scene.ExpertAsync("Heron", ConsentPurpose.Quoted);
        var (gone, _, token) = await _scene.ExpertAsync("Canary");
        await _scene.Given.SaveAsync(Given.Value(Quotation.Ask(invitation, _scene.Dialogue.Rule, "Water knows no border.", Language.English, _scene.Given.Now)));
        var merge = await MergeAsync(kept, gone);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: "form[action*=Quotation]", button: "[value=yes]");
        Assert.Contains("Water knows no border.", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        await PartAsync(merge);

        Assert.DoesNotContain("Water knows no border.", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_and_a_merge_at_the_same_moment_wait_for_each_other_and_neither_fails()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, invitation, _) = await _scene.ExpertAsync("Canary");
        await using var db = host.OpenDb();
        await using var turn = await db.Database.BeginTransactionAsync();
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE id = {invitation.Id.Value} FOR UPDATE");

        var merging = MergeAsync(kept, gone);
        await _scene.UntilItWaitsAsync(merging);
        var words = new Notice(Language.English, "Words");
        Assert.Equal(1, Given.Value(await db.RecordAsync(invitation, _scene.Dialogue, [new(ConsentPurpose.NamedPublicly, true, words)], ConsentAct.By(ConsentSource.Link), _scene.Given.Now, CancellationToken.None)));
        await turn.CommitAsync();
        _ = await merging;

        Assert.Equal(["Expert Heron"], (await _scene.PublicAsync()).All(".names li"));
    }

    private async Task<Id<PersonMerge>> MergeAsync(Person kept, Person gone)
    {
        await using var db = host.OpenDb();
        return Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None)).Id;
    }

    private async Task PartAsync(Id<PersonMerge> merge)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = host.OpenDb();
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge, CancellationToken.None))!);
    }
}
