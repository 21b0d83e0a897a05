using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Choosing_consents(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync();
        (_, _token) = await _given.InvitationAsync(_dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, _dialogue, host.Clock.GetUtcNow())));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Begins_with_nothing_chosen()
    {
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync("/i/" + _token);

        Assert.Equal(9, page.Document.QuerySelectorAll(".consent").Length);
        Assert.Empty(page.Document.QuerySelectorAll(".consent input[checked]"));
    }

    [Fact]
    public async Task Keeps_each_choice_on_its_own_and_leaves_the_rest_open()
    {
        using var phone = host.NewBrowser();

        var page = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "yes", ["consents[AffiliationShown]"] = "no" });

        Assert.Equal(["consents[NamedPublicly]=yes", "consents[AffiliationShown]=no"],
            page.Document.QuerySelectorAll(".consent input[checked]").Select(i => $"{i.GetAttribute("name")}={i.GetAttribute("value")}"));
        Assert.Equal([(ConsentPurpose.NamedPublicly, ConsentState.Given), (ConsentPurpose.AffiliationShown, ConsentState.Refused)], await LedgerAsync());
    }

    [Fact]
    public async Task Adds_a_line_for_a_change_and_none_for_the_same_again()
    {
        using var phone = host.NewBrowser();
        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "yes" });
        host.Clock.Advance(TimeSpan.FromHours(1));
        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "yes" });
        host.Clock.Advance(TimeSpan.FromHours(1));

        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "no" });

        Assert.Equal([(ConsentPurpose.NamedPublicly, ConsentState.Given), (ConsentPurpose.NamedPublicly, ConsentState.Withdrawn)], await LedgerAsync());
    }

    [Fact]
    public async Task In_an_old_tab_takes_back_no_later_no()
    {
        using var phone = host.NewBrowser();
        var oldTab = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "yes" });
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "no" });
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        _ = await phone.SubmitAsync(oldTab, new Dictionary<string, object?> { ["consents[ContactAfter]"] = "yes" }, form: "#choices form");

        Assert.Equal(
            [(ConsentPurpose.NamedPublicly, ConsentState.Given), (ConsentPurpose.NamedPublicly, ConsentState.Withdrawn), (ConsentPurpose.ContactAfter, ConsentState.Given)],
            await LedgerAsync());
    }

    [Fact]
    public async Task After_the_clock_was_set_back_the_last_tap_still_counts()
    {
        using var phone = host.NewBrowser();
        host.Clock.Advance(TimeSpan.FromHours(2));
        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "yes" });
        host.Clock.Reset();

        var page = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "no" });

        Assert.Equal("no", page.One(".consent input[name='consents[NamedPublicly]'][checked]")!.GetAttribute("value"));
        Assert.Equal([(ConsentPurpose.NamedPublicly, ConsentState.Given), (ConsentPurpose.NamedPublicly, ConsentState.Withdrawn)], await LedgerAsync());
    }

    [Fact]
    public async Task Proves_the_words_that_were_shown()
    {
        using var phone = host.NewBrowser();

        _ = await ChooseAsync(phone, new() { ["consents[ContactAfter]"] = "yes" });

        await using var db = host.OpenDb();
        var line = await db.ConsentEvents.SingleAsync();
        var shown = new Notice(Language.French, "Des lettres après l’événement\nL’organisateur peut vous écrire au sujet du rapport et des prochains dialogues.");
        Assert.Equal(shown.Sha256, line.NoticeSha256);
        Assert.Equal((Language.French, ConsentSource.Link), (line.NoticeLanguage, line.Source));
    }

    [Fact]
    public async Task The_ledger_cannot_be_rewritten_by_the_web()
    {
        using var phone = host.NewBrowser();
        _ = await ChooseAsync(phone, new() { ["consents[NamedPublicly]"] = "no" });
        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database.Web);

        var update = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => source.CreateCommand("UPDATE events.consent_events SET state = 'Given'").ExecuteNonQueryAsync());
        var delete = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => source.CreateCommand("DELETE FROM events.consent_events").ExecuteNonQueryAsync());

        Assert.Equal(("42501", "42501"), (update.SqlState, delete.SqlState));
    }

    private async Task<Page> ChooseAsync(Browser browser, Dictionary<string, object?> choices) =>
        await browser.SubmitAsync(await browser.GetAsync("/i/" + _token), choices, form: "#choices form");

    private async Task<List<(ConsentPurpose, ConsentState)>> LedgerAsync()
    {
        await using var db = host.OpenDb();
        return (await db.ConsentEvents.OrderBy(e => e.At).ThenBy(e => e.Purpose == ConsentPurpose.NamedPublicly ? 0 : 1).ToListAsync()).ConvertAll(e => (e.Purpose, e.State));
    }
}
