using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Merging_two_ledgers(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Copies_a_record_of_several_lines_with_its_chain()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "yes"));

        await MergeAsync(kept, gone);

        await using var db = host.OpenDb();
        var lines = await db.ConsentEvents.Where(e => e.PersonId == kept.Id).OrderBy(e => e.At).ToListAsync();
        Assert.Equal([ConsentState.Given, ConsentState.Withdrawn, ConsentState.Given], lines.Select(l => l.State));
        Assert.Equal([null, lines[0].Id, lines[1].Id], lines.Select(l => l.PreviousId));
        Assert.Equal(6, await db.ConsentEvents.CountAsync());
        Assert.Equal(2, await db.ConsentEvents.Select(e => e.RecordId).Distinct().CountAsync());
        Assert.Equal(["Expert Heron"], (await _scene.PublicAsync()).All(".names li"));
        // The next word goes on where the copied chain ends.
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));
        Assert.DoesNotContain("Heron", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", "no")]
    [InlineData("no", "yes")]
    public async Task Lets_the_later_word_of_the_two_count_and_taken_back_each_has_its_own(string first, string second)
    {
        var (kept, _, keptToken) = await _scene.ExpertAsync("Heron");
        var (gone, _, goneToken) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(keptToken, (ConsentPurpose.NamedPublicly, first));
        _ = await _scene.SayAsync(goneToken, (ConsentPurpose.NamedPublicly, second));

        var merge = await MergeAsync(kept, gone);
        Assert.Equal(second == "yes" ? ["Expert Heron"] : [], (await _scene.PublicAsync()).All(".names li"));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = host.OpenDb();
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge, CancellationToken.None))!);
        Assert.Equal(second == "yes" ? ["Expert Canary"] : ["Expert Heron"], (await _scene.PublicAsync()).All(".names li"));
    }

    [Fact]
    public async Task Seals_the_proof_of_a_copied_line_with_the_key_of_whoever_stays()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, invitation, _) = await _scene.ExpertAsync("Canary");
        var proof = Given.Value(ConsentAct.OnBehalf(ConsentMethod.Telephone, "Canary witness", "Canary evidence", Controller.Unknown));
        await using (var noting = host.OpenDb())
            Assert.Equal(1, Given.Value(await noting.RecordAsync(invitation, _scene.Dialogue, [new(ConsentPurpose.ContactAfter, true, new Notice(Language.English, "Words"))], proof, _scene.Given.Now, CancellationToken.None)));

        var merge = await MergeAsync(kept, gone);

        await using var db = host.OpenDb();
        var stored = await db.Database.SqlQueryRaw<string>("SELECT c::text AS \"Value\" FROM events.consent_events c WHERE c.witness <> ''").ToListAsync();
        Assert.Equal(2, stored.Count);
        Assert.DoesNotContain("Canary", string.Concat(stored), StringComparison.Ordinal);
        // The kept record's copy opens without the other's key, and the other's line without the kept one's.
        host.Keys.Destroy(gone.Id.Value);
        var copy = await db.ConsentEvents.AsNoTracking().SingleAsync(e => e.PersonId == kept.Id && e.Purpose == ConsentPurpose.ContactAfter);
        Assert.Equal(("Canary witness", "Canary evidence", proof.ReceiptId), (copy.Witness, copy.Evidence, copy.ReceiptId));
        var own = await db.ConsentEvents.AsNoTracking().SingleAsync(e => e.PersonId == gone.Id && e.Purpose == ConsentPurpose.ContactAfter);
        Assert.Equal(("", ""), (own.Witness, own.Evidence));

        // Taken back, what nobody had asked of the kept record is refused in a line of its own, sealed again in its place.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge, CancellationToken.None))!);
        var last = await db.ConsentEvents.AsNoTracking().Where(e => e.PersonId == kept.Id && e.Purpose == ConsentPurpose.ContactAfter).OrderBy(e => e.At).LastAsync();
        Assert.Equal((ConsentState.Refused, copy.Id, copy.RecordId, "Canary evidence"), (last.State, last.PreviousId!.Value, last.RecordId, last.Evidence));
    }

    [Fact]
    public async Task Takes_no_quotation_under_another_name()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted, ConsentPurpose.NamedPublicly);
        var quotation = Given.Value(Quotation.Ask(invitation, _scene.Dialogue.Rule, "Water knows no border.", Language.English, _scene.Given.Now));
        await _scene.Given.SaveAsync(quotation);
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: "form[action*=Quotation]", button: "[value=yes]");
        Assert.Contains("Water knows no border.", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        await MergeAsync(kept, gone);

        var page = await _scene.PublicAsync();
        Assert.Equal(["Expert Heron"], page.All(".names li"));
        Assert.DoesNotContain("Water knows no border.", page.Html, StringComparison.Ordinal);
    }

    private async Task<Id<PersonMerge>> MergeAsync(Person kept, Person gone)
    {
        await using var db = host.OpenDb();
        return Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None)).Id;
    }
}
