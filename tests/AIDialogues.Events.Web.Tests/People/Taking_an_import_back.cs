using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Taking_an_import_back(EventsHost host) : IAsyncLifetime
{
    private const string Import = "/organise/people/import";

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Removes_who_was_added_and_restores_who_was_changed()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test", "Agence du bassin");
        using var browser = await _given.SignedInAsync();
        var imports = await ImportAsync(browser, "Name;E-mail;Affiliation\nAwa Diallo;awa@bassin.test;Autorité\nJonas Lindqvist;jonas@nord.test;Nord");
        string between = await AffiliationAsync("awa@bassin.test");

        var done = await browser.SubmitAsync(imports, form: "main table form");

        Assert.Equal(("Autorité", "Agence du bassin"), (between, await AffiliationAsync("awa@bassin.test")));
        Assert.Contains("Taken back: 1 removed, 1 as before.", done.Text, StringComparison.Ordinal);
        Assert.Null(done.One("main table form"));
        await using var db = host.OpenDb();
        Assert.Equal([awa.Id], await db.People.Select(p => p.Id).ToListAsync());
        Assert.Equal(0, await db.ImportedPeople.CountAsync());
    }

    [Fact]
    public async Task Leaves_who_was_changed_or_invited_since_and_says_who()
    {
        using var browser = await _given.SignedInAsync();
        var imports = await ImportAsync(browser, "Name;E-mail\nAwa Diallo;awa@bassin.test\nJonas Lindqvist;jonas@nord.test\nHana Novotná;hana@reka.test");
        var dialogue = await _given.DialogueAsync();
        await using (var db = host.OpenDb())
        {
            var awa = await db.People.SingleAsync(p => p.Email == "awa@bassin.test");
            Assert.Null(awa.Change(awa.Details with { Affiliation = "Changed" }));
            _ = db.Add(Invitation.Of(await db.People.SingleAsync(p => p.Email == "jonas@nord.test"), dialogue, _given.Now.AddMinutes(1)));
            _ = await db.SaveChangesAsync();
        }

        var done = await browser.SubmitAsync(imports, form: "main table form");

        Assert.Contains("Taken back: 1 removed, 0 as before. Left as they are: Awa Diallo (changed since), Jonas Lindqvist (invited since).", done.Text, StringComparison.Ordinal);
        await using var after = host.OpenDb();
        Assert.Equal(["awa@bassin.test", "jonas@nord.test"], await after.People.OrderBy(p => p.Email).Select(p => p.Email).ToListAsync());
    }

    [Fact]
    public async Task Is_refused_after_a_day_and_the_second_time()
    {
        using var browser = await _given.SignedInAsync();
        var imports = await ImportAsync(browser, "Jonas Lindqvist;jonas@nord.test");
        // The import grows old, not the clock: a day later nobody would be signed in any more.
        await MadeAtAsync(_given.Now - ImportBatch.UndoFor + TimeSpan.FromSeconds(1));
        var offered = await browser.GetAsync("/organise/people/imports");
        await MadeAtAsync(_given.Now - ImportBatch.UndoFor);

        var late = await browser.SubmitAsync(imports, form: "main table form");
        await MadeAtAsync(_given.Now);
        _ = await browser.SubmitAsync(imports, form: "main table form");
        var twice = await browser.SubmitAsync(imports, form: "main table form");

        Assert.NotNull(offered.One("main table form"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "An import can be taken back for 24 hours only."), (late.Status, late.Errors.Single()));
        Assert.Null(late.One("main table form"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "This import was taken back already."), (twice.Status, twice.Errors.Single()));
    }

    [Fact]
    public async Task What_stood_before_is_kept_for_a_day_only()
    {
        await using var db = host.OpenDb();
        var import = new PeopleImport(db, host.Clock);
        _ = Given.Value(await import.ImportAsync("Jonas Lindqvist;jonas@nord.test", null, CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromHours(25));

        _ = Given.Value(await import.ImportAsync("Awa Diallo;awa@bassin.test", null, CancellationToken.None));

        Assert.Equal(2, await db.ImportBatches.CountAsync());
        Assert.Equal(1, await db.ImportedPeople.CountAsync());
    }

    private static async Task<Page> ImportAsync(Browser browser, string text) =>
        await browser.SubmitAsync(await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = text }), button: ".action-bar .primary");

    private async Task<string> AffiliationAsync(string email)
    {
        await using var db = host.OpenDb();
        return await db.People.Where(p => p.Email == email).Select(p => p.Affiliation).SingleAsync();
    }

    private async Task MadeAtAsync(DateTimeOffset at)
    {
        await using var db = host.OpenDb();
        _ = await db.ImportBatches.ExecuteUpdateAsync(b => b.SetProperty(x => x.At, at));
    }
}
