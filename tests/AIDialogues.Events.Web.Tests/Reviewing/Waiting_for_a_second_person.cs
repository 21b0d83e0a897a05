using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>Where two are needed the second one is told, and the first is not told of what is their own.</summary>
public sealed class Waiting_for_a_second_person(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _day = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_note_a_summary_and_a_warning_stand_on_the_start_pages_of_others_until_they_are_answered()
    {
        using var first = await _given.SignedInAsync();
        using var second = await _given.SignedInAsync();
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        Assert.Null((await second.GetAsync("/organise")).One("#second"));
        // Answered before what is found had marks: it is asked for once more, by the first.
        var (unmarked, old) = (Draft((await _given.DialogueAsync(_series)).Id, ["mark"]), new Guid?(Guid.NewGuid()));
        await _given.SaveAsync(unmarked);
        await using (var before = host.OpenDb()) _ = await before.Set<SummaryItem>().ExecuteUpdateAsync(i => i.SetProperty(x => x.RiskProposedBy, old));
        Assert.Null((await second.GetAsync("/organise")).One("#second"));
        Guid me = await AccountOfFirstAsync();
        var text = new BilingualText("Notes of the first day", "Notes de la première journée");
        var note = Given.Value(Publication.New(_series, new(PublicationKind.Notes, text, new("", ""), text, "", Licence.CcBy, "", _day.Id, WithSummaries: false)));
        var (submitted, risky, mine) = (Draft(_day.Sessions[0].Id, []), Draft(_day.Id, ["mark"]), Draft(_series.Id, []));
        Assert.Null(note.ProposeRisk(["mark"], me, "She speaks of it in public.") ?? submitted.Submit(me, _given.Now)
            ?? risky.Reword(risky.Items[0].Id, risky.Items[0].Words, ["mark"], me, setAside: false));
        await _given.SaveAsync(note, submitted, risky, mine);

        var (own, others, reports) = (await first.GetAsync("/organise"), await second.GetAsync("/organise"), await rapporteur.GetAsync("/report?lang=fr"));

        Assert.Null(own.One("#second"));
        string[] summaries = [.. new[] { $"/report/summaries/{risky.Id}", $"/report/summaries/{submitted.Id}" }.Order(StringComparer.Ordinal)];
        Assert.Equal([$"/organise/publications/{note.Id}", .. summaries], Links(others));
        Assert.Equal(Links(others), Links(await second.GetAsync("/report")));
        // A rapporteur publishes no notes.
        Assert.Equal(summaries, Links(reports));
        Assert.Equal("En attente d’une seconde personne", reports.One("#second-title")!.TextContent);
        Assert.Equal("Ouverture", reports.One($"#second a[href='/report/summaries/{submitted.Id}']")!.TextContent);

        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.Summaries.SingleAsync(s => s.Id == submitted.Id)).Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
            Assert.Null((await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == risky.Id)).AcceptRisk(risky.Items[0].Id, Guid.NewGuid(), "Known to all."));
            Assert.Null((await db.Publications.SingleAsync()).Publish(["mark"], 0, Guid.NewGuid(), "I heard her say so.", DateOnly.FromDateTime(_given.Now.Date)));
            _ = await db.SaveChangesAsync();
        }

        Assert.Null((await second.GetAsync("/organise")).One("#second"));
    }

    private Summary Draft(SummaryScope scope, string[] findings)
    {
        var summary = Summary.Request(scope, Language.English, _given.Now);
        summary.Assemble([new(null, PointKind.View, "One record would help.", Flagged: findings.Length > 0)]);
        return summary;
    }

    private async Task<Guid> AccountOfFirstAsync()
    {
        await using var db = host.OpenDb();
        return (await db.Users.OrderBy(a => a.UserName).FirstAsync()).Id;
    }

    private static IEnumerable<string> Links(Page page) => page.Document.QuerySelectorAll("#second a").Select(a => a.GetAttribute("href")!).Order(StringComparer.Ordinal);
}
