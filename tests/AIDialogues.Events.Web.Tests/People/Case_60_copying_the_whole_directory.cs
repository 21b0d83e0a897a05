using System.Globalization;
using System.Net;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Case_60_copying_the_whole_directory(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Exporter _asker = null!;
    private Exporter _other = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        for (int i = 0; i < 3; i++) _ = await _given.PersonAsync("Awa", $"Canary{i}", $"canary{i}@bassin.test");
        (_asker, _other) = (await Exporter.OfAsync(host, _given), await Exporter.OfAsync(host, _given));
    }

    public ValueTask DisposeAsync()
    {
        _asker.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Takes_two_organisers_a_reason_and_a_fresh_password_and_marks_every_row()
    {
        var asked = await _asker.AskAsync();
        var allowed = await _other.AllowAsync(asked.Path);
        var open = await _asker.Browser.GetAsync(asked.Path);
        using var file = await _asker.PostAsync(asked.Path, "Download");
        var after = await _other.Browser.GetAsync(asked.Path);

        string id = asked.Path.Split('/')[^1], mark = $"Noor Haddad · 2027-03-01 09:00 UTC · {id}";
        Assert.Equal(("waits for another organiser", "allowed, not fetched yet", "taken out"), (asked.One(".state")!.TextContent, allowed.One(".state")!.TextContent, after.One(".state")!.TextContent));
        Assert.NotNull(open.One("#download"));
        Assert.Null(allowed.One("#download"));
        Assert.Equal(("text/csv", "attachment"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));
        var rows = Spreadsheet.ReadCsv(Encoding.UTF8.GetString((await file.Content.ReadAsByteArrayAsync())[3..]));
        Assert.Equal(["Family name", "Canary0", "Canary1", "Canary2"], rows.Select(r => r[1]));
        Assert.Equal(["Taken out by", mark, mark, mark], rows.Select(r => r[^1]));
        Assert.Contains($"Every row of the file carries: Noor Haddad · 1 Mar 2027, 09:00 UTC · {id}", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_organiser_sees_each_step_at_the_start_and_the_chain_holds_it()
    {
        Assert.Null((await _other.Browser.GetAsync("/organise")).One("#exports"));
        var asked = await _asker.AskAsync();
        string waiting = Assert.Single((await _other.Browser.GetAsync("/organise")).All("#exports li"));
        _ = await _other.AllowAsync(asked.Path);
        using var file = await _asker.PostAsync(asked.Path, "Download");
        using var third = await Exporter.OfAsync(host, _given, "fr");
        string taken = Assert.Single((await third.Browser.GetAsync("/organise")).All("#exports li"));

        Assert.StartsWith("Noor Haddad asked on 1 Mar 2027, 09:00 UTC to take the directory out. waits for another organiser.", waiting, StringComparison.Ordinal);
        Assert.StartsWith("Noor Haddad a sorti 3 personnes de l’annuaire le", taken, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var lines = (await db.AuditAsync(1, 3, CancellationToken.None)).Lines;
        Assert.Equal([(RosterExports.Taken, $"{asked.Path}: 3 people: {Exporter.Reason}"), (RosterExports.Allowed, $"{asked.Path}: {Exporter.Reason}"), (RosterExports.Asked, $"{asked.Path}: {Exporter.Reason}")],
            lines.Select(l => (l.Action, l.Detail)));
        Assert.Equal(2, lines.Select(l => l.Actor).Distinct().Count());
        Assert.DoesNotContain("Canary", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_decides_their_own_wish_neither_by_the_page_nor_past_it()
    {
        var asked = await _asker.AskAsync();
        using var own = await _asker.PostAsync(asked.Path, "Allow");
        using var early = await _asker.PostAsync(asked.Path, "Download");

        Assert.Null(asked.One("#allow"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (own.StatusCode, early.StatusCode));
        Assert.Contains("nobody decides their own request", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertNothingTakenAsync(early);
        var past = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(host.Database.Web, "UPDATE events.roster_exports SET is_allowed = true, decided_by = asked_by, decided_at = now()"));
        Assert.Equal("ck_roster_exports_by_two", past.ConstraintName);
    }

    [Theory]
    [InlineData("DELETE FROM events.roster_exports", true)]
    [InlineData("UPDATE events.roster_exports SET reason = 'another one'", true)]
    [InlineData("UPDATE events.roster_exports SET asked_by = gen_random_uuid()", true)]
    [InlineData("SELECT reason FROM events.roster_exports", false)]
    public async Task What_was_asked_stays_as_it_was_asked(string sql, bool web)
    {
        _ = await _asker.AskAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(web ? host.Database.Web : host.Database.Worker, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task An_open_browser_is_not_enough_to_ask_or_to_allow()
    {
        var password = await _asker.AskAsync(password: "not this one at all");
        var code = await _asker.AskAsync(code: "000000");
        var none = await _asker.AskAsync(code: "");
        var reason = await _asker.AskAsync(reason: "short");
        foreach (var page in (Page[])[password, code, none])
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "The password or the code is not right, or there were too many tries; wait ten minutes then."), (page.Status, Assert.Single(page.Errors)));
        Assert.Equal((Exporter.Reason, null), (password.One("#Reason")!.GetAttribute("value"), password.One("#Password")!.GetAttribute("value")));
        Assert.Equal("Say in 10 to 500 characters, in one line, what the list is for.", Assert.Single(reason.Errors));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.RosterExports.CountAsync());

        var asked = await _asker.AskAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _other.AllowAsync(asked.Path, "not this one at all")).Status);
        Assert.False((await db.RosterExports.SingleAsync()).IsAllowed);
    }

    [Fact]
    public async Task Guessing_the_password_here_locks_the_account_as_at_the_door()
    {
        for (int i = 0; i < 8; i++) _ = await _asker.AskAsync(code: "000000");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _asker.AskAsync()).Status);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.RosterExports.CountAsync());
    }

    [Fact]
    public async Task Case_27_opens_to_who_asked_once_and_for_a_quarter_of_an_hour()
    {
        string wish = await AllowedAsync();
        using var nobody = host.NewBrowser();
        using var rapporteur = await _given.SignedInAsync(Data.Staff.StaffRoles.Rapporteur);
        using var byOther = await _other.PostAsync(wish, "Download");
        using var byNobody = await nobody.Http.PostAsync(wish + "?handler=Download", new FormUrlEncodedContent([]));
        using var byRapporteur = await rapporteur.Http.PostAsync(wish + "?handler=Download", new FormUrlEncodedContent([]));
        using var byAddress = await _asker.Browser.Http.GetAsync(wish + "?handler=Download");
        using var oldAddress = await _asker.Browser.Http.GetAsync("/organise/people?handler=Export&format=csv");
        foreach (var response in (HttpResponseMessage[])[byOther, byNobody, byRapporteur, byAddress]) await AssertNothingTakenAsync(response);
        Assert.Equal("text/html", oldAddress.Content.Headers.ContentType!.MediaType);

        host.Clock.Advance(RosterExport.StaysOpen - TimeSpan.FromSeconds(1));
        using var first = await _asker.PostAsync(wish, "Download");
        using var second = await _asker.PostAsync(wish, "Download");
        Assert.Contains("Canary2", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertNothingTakenAsync(second);
    }

    [Fact]
    public async Task Case_27_is_too_late_after_a_quarter_of_an_hour()
    {
        string wish = await AllowedAsync();
        host.Clock.Advance(RosterExport.StaysOpen);
        using var late = await _asker.PostAsync(wish, "Download");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        await AssertNothingTakenAsync(late);
        Assert.Equal("lapsed", (await _asker.Browser.GetAsync(wish)).One(".state")!.TextContent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_27_is_looked_at_again_at_the_download_when_one_of_the_two_is_no_organiser_any_more(bool who)
    {
        string wish = await AllowedAsync();
        await (who ? _asker : _other).DismissAsync();
        // Within the minute in which the cookie of who was dismissed is still believed.
        using var response = await _asker.PostAsync(wish, "Download");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        await AssertNothingTakenAsync(response);
    }

    [Fact]
    public async Task Of_many_downloads_at_once_exactly_one_succeeds()
    {
        string wish = await AllowedAsync();
        var id = new Id<RosterExport>(Guid.Parse(wish.Split('/')[^1], CultureInfo.InvariantCulture));
        // Looking first and writing then lets both through: that is the race.
        await using (var one = host.OpenDb())
        await using (var two = host.OpenDb())
        {
            var (a, b) = (await one.RosterExports.SingleAsync(e => e.Id == id), await two.RosterExports.SingleAsync(e => e.Id == id));
            Assert.Equal((RosterState.Open, RosterState.Open), (a.StateAt(_given.Now), b.StateAt(_given.Now)));
        }

        string token = (await _asker.Browser.GetAsync(wish)).One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _asker.Browser.Http.PostAsync(wish + "?handler=Download", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]))));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.UnprocessableEntity, 7)], responses.Select(r => r.StatusCode).Order());
        int withNames = 0;
        foreach (var response in responses)
        {
            if ((await response.Content.ReadAsStringAsync()).Contains("Canary0", StringComparison.Ordinal)) withNames++;
            response.Dispose();
        }

        Assert.Equal(1, withNames);
        await using var db = host.OpenDb();
        Assert.Single((await db.AuditAsync(1, 100, CancellationToken.None)).Lines, l => l.Action == RosterExports.Taken && l.Detail!.StartsWith(wish, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_wish_an_hour_for_each_organiser_also_when_two_come_at_once()
    {
        string token = (await _asker.Browser.GetAsync("/organise/people/export")).One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var account = await AccountAsync(_asker.Email);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async at =>
        {
            await using var source = NpgsqlDataSource.Create(host.Database.Web);
            await using var db = DataSetup.Open(source, host.Keys);
            return (await new RosterExports(db, new AuditLog(db, host.Keys, host.Clock), host.Clock).AskAsync(account, $"{Exporter.Reason} {at}", new(), CancellationToken.None)).Refused(out var refusal, out _) ? refusal.Code : "asked";
        }));
        var again = await _asker.AskAsync();
        var colleague = await _other.AskAsync();
        host.Clock.Advance(RosterExport.Pace);
        var later = await _asker.AskAsync();

        Assert.NotEmpty(token);
        Assert.Equal(["asked", "roster-too-often", "roster-too-often", "roster-too-often"], results.Order(StringComparer.Ordinal));
        Assert.Equal("You asked within the last hour; one request an hour is the limit.", Assert.Single(again.Errors));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (colleague.Status, later.Status));
    }

    [Fact]
    public async Task A_refusal_is_final_and_seen_by_all()
    {
        var asked = await _asker.AskAsync();
        var refused = await _other.Browser.SubmitAsync(await _other.Browser.GetAsync(asked.Path), form: "#refuse");
        using var third = await Exporter.OfAsync(host, _given);
        using var allow = await third.PostAsync(asked.Path, "Allow");
        using var download = await _asker.PostAsync(asked.Path, "Download");

        Assert.Equal("refused", refused.One(".state")!.TextContent);
        Assert.Contains("This request waits no longer", await allow.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertNothingTakenAsync(download);
        Assert.Contains("refused", Assert.Single((await third.Browser.GetAsync("/organise")).All("#exports li")), StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal(RosterExports.RefusedIt, (await db.AuditAsync(1, 1, CancellationToken.None)).Lines[0].Action);
    }

    [Fact]
    public void Lapses_after_a_day_in_which_nobody_decided()
    {
        var (asker, other) = (Guid.NewGuid(), Guid.NewGuid());
        var export = Given.Value(RosterExport.Ask(asker, Exporter.Reason, new(), EventsHost.Start));
        var end = EventsHost.Start + RosterExport.Waits;
        Assert.Equal((RosterState.Waiting, RosterState.Lapsed), (export.StateAt(end.AddTicks(-1)), export.StateAt(end)));
        Assert.Equal(RosterExport.NotWaiting, export.Decide(other, true, end));
        Assert.Equal(RosterExport.OwnWish, export.Decide(asker, true, EventsHost.Start));
        Assert.Null(export.Decide(other, true, end.AddTicks(-1)));
        Assert.Equal(RosterExport.NotWaiting, export.Decide(other, false, end.AddTicks(-1)));
    }

    [Fact]
    public async Task What_goes_out_is_what_was_asked_for_and_nobody_who_was_erased_meanwhile()
    {
        _ = await _given.PersonAsync("Hana", "Elsewhere", "hana@reka.test");
        var asked = await _asker.AskAsync("?q=canary");
        _ = await _other.AllowAsync(asked.Path);
        await using (var db = host.OpenDb()) _ = await db.People.Where(p => p.FamilyName == "Canary1").ExecuteUpdateAsync(p => p.SetProperty(x => x.ErasedAt, _given.Now));
        using var file = await _asker.PostAsync(asked.Path + "?q=elsewhere", "Download");
        using var exact = await _asker.PostAsync(asked.Path, "Download");
        byte[] csv = await (file.StatusCode == HttpStatusCode.OK && file.Content.Headers.ContentType!.MediaType == "text/csv" ? file : exact).Content.ReadAsByteArrayAsync();
        Assert.Equal(["Family name", "Canary0", "Canary2"], Spreadsheet.ReadCsv(Encoding.UTF8.GetString(csv[3..])).Select(r => r[1]));
    }

    private async Task<string> AllowedAsync()
    {
        var asked = await _asker.AskAsync();
        _ = await _other.AllowAsync(asked.Path);
        return asked.Path;
    }

    private async Task<Guid> AccountAsync(string email)
    {
        await using var db = host.OpenDb();
        return await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync();
    }

    private static async Task AssertNothingTakenAsync(HttpResponseMessage response)
    {
        Assert.NotEqual("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("Canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }
}
