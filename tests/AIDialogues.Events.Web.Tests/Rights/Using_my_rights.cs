using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

public sealed class Using_my_rights(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Correcting_counts_at_once_but_for_the_address_which_proves_itself_first()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var opened = await asker.OpenAsync(DataRequestKind.See);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var confirm = await asker.Phone.SubmitAsync(opened, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Correction.FamilyName"] = "Diallo-Keïta", ["Correction.Email"] = "awa.keita@bassin.test", ["Correction.Language"] = "French",
        }, form: "#correct-form");

        var person = (await asker.PersonAsync())!;
        Assert.Equal(("Diallo-Keïta", Language.French, false), (person.FamilyName, person.Language, person.Email == "awa.keita@bassin.test"));
        var letter = (await asker.CodeLettersAsync())[^1];
        Assert.Equal("awa.keita@bassin.test", letter.ToAddress);
        var code = await asker.Phone.SubmitAsync(confirm, new { code = await asker.LastCodeAsync() });
        _ = await asker.Phone.SubmitAsync(code);
        Assert.Equal("awa.keita@bassin.test", (await asker.PersonAsync())!.Email);
    }

    [Theory]
    [InlineData("en", "What your calendar was told", "Witness", "English", "1 Mar 2027, 10:00")]
    [InlineData("fr", "Ce qui a été dit à votre agenda", "Témoin", "Anglais", "1 mars 2027, 10 h 00")]
    public async Task What_is_held_is_read_in_words_and_in_the_days_own_time(string language, string calendar, string witness, string english, string written)
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var told = CalendarEntry.Of(asker.Invitation);
        _ = told.Tell("Eau et sécurité", cancelled: false, _given.Now);
        var heard = Given.Value(ConsentAct.OnBehalf(ConsentMethod.Telephone, "Noor Haddad", "Called at ten.", Controller.Unknown));
        await _given.SaveAsync(told, ConsentEvent.After(
            null, new ConsentQuestion(asker.Invitation.PersonId, asker.Invitation.DialogueId, ConsentPurpose.ContactAfter, new Notice(Language.English, "Words")), ConsentState.Given, heard, _given.Now));

        var page = await asker.Phone.GetAsync((await asker.OpenAsync(DataRequestKind.See)).Path + "?lang=" + language);

        Assert.Contains(calendar, page.All("summary"));
        Assert.Contains(witness, page.All("dl.details dt"));
        foreach (string value in (string[])[english, written, "Noor Haddad", "Called at ten.", "Eau et sécurité"]) Assert.Contains(value, page.All("dl.details dd"));
        // An hour is never broken at the end of a line.
        Assert.Contains(language == "fr" ? "10\u00a0h\u00a000" : "10:00", page.One("main")!.TextContent, StringComparison.Ordinal);
        foreach (string raw in (string[])["events.", "2027-03-01T", "NotSaid", "gdpr-"]) Assert.DoesNotContain(raw, page.One("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correcting_leads_back_to_ones_own_other_address_after_a_merge_but_not_to_anybody_elses()
    {
        var (kept, gone) = (await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test", language: Language.English), await _given.PersonAsync("A.", "Diallo", "old@bassin.test"));
        var (other, others) = (await _given.PersonAsync("Hana", "Novotná", "hana@bassin.test"), await _given.PersonAsync("H.", "Novotná", "once-hana@bassin.test"));
        await using (var db = host.OpenDb())
        {
            _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
            _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(other.Id, others.Id, other.Details, "Noor", CancellationToken.None));
        }

        using var asker = await Asker.WithInvitationAsync(host, _given, person: kept);
        var foreign = await MoveAsync(asker, "once-hana@bassin.test");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "awa@bassin.test"), (foreign.Status, (await asker.PersonAsync())!.Email));
        host.Clock.Advance(TimeSpan.FromHours(1));
        _ = await MoveAsync(asker, "old@bassin.test");
        Assert.Equal("old@bassin.test", (await asker.PersonAsync())!.Email);
    }

    private async Task<DateOnly> DayAsync(Asker asker)
    {
        await using var db = host.OpenDb();
        return (await db.Dialogues.SingleAsync(d => d.Id == asker.Invitation.DialogueId)).Day;
    }

    /// <summary>Asks for another address and types the code that goes there.</summary>
    private async Task<Page> MoveAsync(Asker asker, string address)
    {
        var opened = await asker.OpenAsync(DataRequestKind.See);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var confirm = await asker.Phone.SubmitAsync(opened, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Correction.Email"] = address }, form: "#correct-form");
        return await asker.Phone.SubmitAsync(await asker.Phone.SubmitAsync(confirm, new { code = await asker.LastCodeAsync() }));
    }

    [Fact]
    public async Task A_correction_that_cannot_be_keeps_what_was_typed()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var opened = await asker.OpenAsync(DataRequestKind.See);
        var refused = await asker.Phone.SubmitAsync(opened, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Correction.Email"] = "nonsense", ["Correction.Affiliation"] = "Typed" }, form: "#correct-form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Typed", refused.One("input[name='Correction.Affiliation']")!.GetAttribute("value"));
        Assert.Equal("Autorité du bassin", (await asker.PersonAsync())!.Affiliation);
    }

    [Fact]
    public async Task Case_27_the_archive_is_fetched_once_in_time_and_by_its_person_alone()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var opened = await asker.OpenAsync(DataRequestKind.Export);
        using var other = await Asker.WithInvitationAsync(host, _given);
        var foreign = await other.OpenAsync(DataRequestKind.Export);

        // With the other's link and cookie, at this request's address: there is no such thing.
        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(other, foreign, opened.Path.Replace(asker.Token, other.Token, StringComparison.Ordinal))).StatusCode);
        // With this link in a browser that typed no code.
        using var forwarded = new Asker(host, asker.Invitation, asker.Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(forwarded, await forwarded.Phone.GetAsync($"/i/{asker.Token}/data"), opened.Path)).StatusCode);

        using var first = await PostAsync(asker, opened, opened.Path);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        using var second = await PostAsync(asker, opened, opened.Path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);

        var later = await asker.OpenAsync(DataRequestKind.Export);
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        using var late = await PostAsync(asker, later, later.Path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
    }

    [Fact]
    public async Task The_archive_holds_everything_of_mine_and_nothing_of_others_nor_what_was_said()
    {
        var dialogue = await _given.DialogueAsync();
        using var asker = await Asker.WithInvitationAsync(host, _given, dialogue, await _given.PersonAsync("Canary-Given", "Canary-Family", "canary-mail@bassin.test", "Canary-Affiliation", Language.English));
        var (otherInvitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Foreign-Given", "Foreign-Family", "foreign-mail@bassin.test", "Foreign-Affiliation"));
        await _given.SaveAsync(
            Letter.Queue(asker.Invitation, (await asker.PersonAsync())!, LetterKind.Invitation, new(Language.English, "Canary-Subject", "Canary-Body"), _given.Now),
            Letter.Queue(otherInvitation, await OfAsync(otherInvitation), LetterKind.Invitation, new(Language.English, "Foreign-Subject", "Foreign-Body"), _given.Now));
        await SayAsync(dialogue, "Foreign-Statement");

        var opened = await asker.OpenAsync(DataRequestKind.Export);
        using var answer = await PostAsync(asker, opened, opened.Path);
        var files = Unzip(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal(["my-data.html", "my-data.json"], files.Keys.Order(StringComparer.Ordinal));
        foreach (string content in files.Values)
        {
            foreach (string canary in (string[])["Canary-Given", "Canary-Family", "canary-mail@bassin.test", "Canary-Affiliation", "Canary-Subject", "Canary-Body"])
                Assert.Contains(canary, content, StringComparison.Ordinal);
            Assert.DoesNotContain("Foreign-", content, StringComparison.OrdinalIgnoreCase);
        }

        // Which day a row is about, who else may read it, and when it goes.
        string last = dialogue.Day.AddDays(30).ToString("d MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-GB"));
        foreach (string told in (string[])["<h3>First day, ", "For: Organisers; the mail provider that carries the letters.", "<dt>Goes by itself on</dt><dd>", last]) Assert.Contains(told, files["my-data.html"], StringComparison.Ordinal);
        var json = JsonNode.Parse(files["my-data.json"])!;
        var invited = json["data"]!.AsArray().Single(t => (string?)t!["table"] == "events.invitations")!;
        Assert.Equal(("Organisers", "First day", $"{dialogue.Day:yyyy-MM-dd}", $"{dialogue.Day.AddDays(30):yyyy-MM-dd}"),
            ((string?)invited["recipients"], (string?)invited["rows"]![0]!["day"]!["title_en"], (string?)invited["rows"]![0]!["day"]!["date"], (string?)invited["rows"]![0]!["deletedOn"]));
        Assert.Contains("events.consent_events", string.Concat(Data.PersonalData.Registry.Tables.Select(t => t.Name)), StringComparison.Ordinal);
        Assert.Equal("Canary-Family", (string?)json["data"]!.AsArray().Single(t => (string?)t!["table"] == "events.people")!["rows"]![0]!["family_name"]);
    }

    [Fact]
    public async Task What_is_kept_how_long_is_said_to_the_person_as_theirs_and_to_the_organiser_as_everybodys()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        using var staff = await _given.SignedInAsync();

        var mine = await asker.Phone.GetAsync($"/i/{asker.Token}/data");
        var theirs = await staff.GetAsync("/organise/retention");

        string day = (await DayAsync(asker)).AddDays(30).ToString("d MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-GB"));
        var kept = mine.All("#until ~ dl dt").Zip(mine.All("#until ~ dl dd")).ToDictionary(k => k.First, k => k.Second, StringComparer.Ordinal);
        Assert.Equal(11, kept.Count);
        Assert.Contains($" {day};", kept["Your links and reminders, and an invitation you leave open"], StringComparison.Ordinal);
        Assert.Equal("one day, in which it can be taken back", kept["What an import or a merge replaced in your entry"]);
        Assert.Equal("35 days, and the keys that open them 7 days: so long after an erasure the last copy is thrown away", kept["Backups of the database"]);
        var rows = theirs.All("tbody tr");
        Assert.Contains("What an import or a merge replaced: one day1 dayImports that can be taken back, Merged records0", rows);
        Assert.Contains("Backups: 35 days, their keys 7 days35 days–", rows);
        Assert.All(rows, row => Assert.DoesNotMatch("(?i)\\byou", row));
    }

    [Fact]
    public async Task Who_asks_by_letter_is_helped_by_an_organiser_and_each_act_is_entered_about_them()
    {
        var person = await _given.PersonAsync("Canary-Given", "Canary-Family", "canary-mail@bassin.test", "Canary-Affiliation", Language.French);
        _ = await _given.PersonAsync("Foreign-Given", "Foreign-Family", "foreign-mail@bassin.test", "Foreign-Affiliation");
        using var staff = await _given.SignedInAsync();
        var page = await staff.GetAsync("/organise/rights");

        var unknown = await staff.SubmitAsync(page, new { email = "nobody@bassin.test" }, form: "#erase", button: "[formaction*=Restrict]");
        Assert.Equal("nobody@bassin.test", unknown.One("#email")!.GetAttribute("value"));

        const string Lift = "[formaction$='handler=Lift']", LiftObjection = "[formaction$='handler=LiftObjection']";
        foreach (var (button, source, sentence) in new[]
        {
            (Lift, "Telephone", "The data of Canary-Given Canary-Family are not restricted: there is nothing to lift."),
            (LiftObjection, "Telephone", "Canary-Given Canary-Family has not objected: there is nothing to lift."),
            (LiftObjection, "Link", "Say how the wish came: to lift something the person themselves must have asked for it."),
            (Lift, "", "Say how the wish came: to lift something the person themselves must have asked for it."),
        })
        {
            var refused = await staff.SubmitAsync(page, new { email = person.Email, source }, form: "#erase", button: button);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, sentence), (refused.Status, Assert.Single(refused.Errors)));
        }

        _ = await staff.SubmitAsync(page, new { email = person.Email }, form: "#erase", button: "[formaction*=Restrict]");
        await using (var db = host.OpenDb()) Assert.NotNull((await db.People.SingleAsync(p => p.Id == person.Id)).RestrictedAt);
        _ = await staff.SubmitAsync(page, new { email = person.Email, source = "Telephone" }, form: "#erase", button: Lift);
        _ = await staff.SubmitAsync(page, new { email = person.Email }, form: "#erase", button: "[formaction$='handler=Object']");
        await using (var db = host.OpenDb()) Assert.Equal((null, false), (await db.People.SingleAsync(p => p.Id == person.Id)) is var one ? (one.RestrictedAt, one.ObjectedAt is null) : default);

        var lifted = await staff.SubmitAsync(page, new { email = person.Email, source = "Letter" }, form: "#erase", button: LiftObjection);
        Assert.Equal("The objection of Canary-Given Canary-Family is lifted: they may be invited again.", lifted.One(".notice.ok p")!.TextContent);
        await using (var db = host.OpenDb()) Assert.Null((await db.People.SingleAsync(p => p.Id == person.Id)).ObjectedAt);

        string form = page.One("#erase input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var answer = await staff.Http.PostAsync("/organise/rights?handler=Export", new FormUrlEncodedContent([new("__RequestVerificationToken", form), new("email", person.Email)]));
        var files = Unzip(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("<html lang=\"fr\">", files["my-data.html"], StringComparison.Ordinal);
        Assert.All(files.Values, content => Assert.Contains("Canary-Affiliation", content, StringComparison.Ordinal));
        // Whoever hands it out, whole in the reader's language: its dates too.
        Assert.Contains("1 mars 2027", files["my-data.html"], StringComparison.Ordinal);
        Assert.DoesNotContain("Mar 2027", files["my-data.html"], StringComparison.Ordinal);
        Assert.All(files.Values, content => Assert.DoesNotContain("Foreign-", content, StringComparison.Ordinal));

        await using var after = host.OpenDb();
        Assert.Equal(["Export", "LiftObjection", "Object", "Lift", "Restrict"], (await after.AuditAsync(1, 5, CancellationToken.None)).Lines.Select(l => l.Action.Split(':')[1]));
        Assert.Equal(["", "?came-by=Letter", "", "?came-by=Telephone", ""], (await after.AuditAsync(1, 5, CancellationToken.None)).Lines.Select(l => l.Detail!["/organise/rights".Length..].Split('#')[0]));
        Assert.All((await after.AuditAsync(1, 5, CancellationToken.None)).Lines, l => Assert.EndsWith($"#person={person.Id}", l.Detail, StringComparison.Ordinal));

        // Whoever also opted out is not said to be free to be invited.
        await after.OptOutAsync(person.Id, _given.Now, CancellationToken.None);
        _ = await staff.SubmitAsync(page, new { email = person.Email }, form: "#erase", button: "[formaction$='handler=Object']");
        lifted = await staff.SubmitAsync(page, new { email = person.Email, source = "Letter" }, form: "#erase", button: LiftObjection);
        Assert.Equal("The objection of Canary-Given Canary-Family is lifted. They are not invited all the same: asked not to be invited again.", lifted.One(".notice.ok p")!.TextContent);
    }

    [Fact]
    public async Task Restricting_takes_a_person_out_of_sight_and_of_the_mail_until_they_lift_it()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        using var asker = await Asker.WithInvitationAsync(host, _given, dialogue, await _given.PersonAsync(language: Language.English));
        await using (var db = host.OpenDb()) _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, InvitationState.Accepted).SetProperty(x => x.AnsweredAt, _given.Now));
        await _given.SaveAsync(ConsentEvent.Of(asker.Invitation, ConsentPurpose.NamedPublicly, true, ConsentSource.Link, new Notice(Language.English, "Words"), _given.Now));
        await _given.SaveAsync(Letter.Queue(asker.Invitation, (await asker.PersonAsync())!, LetterKind.Reminder, new(Language.English, "Waiting", "{link}"), _given.Now));
        using var reader = host.NewBrowser();
        Assert.Contains("Awa Diallo", (await reader.GetAsync("/series/water")).Text, StringComparison.Ordinal);

        _ = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Restrict), button: "[name=lift]");

        Assert.DoesNotContain("Awa Diallo", (await reader.GetAsync("/series/water")).Text, StringComparison.Ordinal);
        await _given.SaveAsync(Letter.Queue(asker.Invitation, (await asker.PersonAsync())!, LetterKind.Reminder, new(Language.English, "Later", "{link}"), _given.Now));
        await using (var db = host.OpenDb())
            Assert.Equal([LetterState.Dropped, LetterState.Dropped], await db.Letters.Where(l => l.Kind == LetterKind.Reminder).Select(l => l.State).ToListAsync());

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Restrict), button: "[name=lift]");
        Assert.Contains("Awa Diallo", (await reader.GetAsync("/series/water")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objecting_ends_invitations_and_reminders()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var objected = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Object), button: "[name=lift]");
        Assert.NotNull((await asker.PersonAsync())!.ObjectedAt);
        await using var db = host.OpenDb();
        var prepared = Given.Value(await new Data.WaveSending(db, host.Clock).PrepareAsync((await _given.DialogueAsync()).Id, LetterKind.Invitation, [asker.Invitation.PersonId], readers: [], CancellationToken.None));
        Assert.Empty(prepared.Letters);

        var back = await asker.Phone.SubmitAsync(objected, button: "[name=lift]");
        Assert.Equal("Your objection is taken back: you may be invited again.", back.One(".notice.ok p")!.TextContent);
        Assert.Null((await asker.PersonAsync())!.ObjectedAt);

        // What else they asked for stands, and they are told so.
        objected = await asker.Phone.SubmitAsync(back, button: "[name=lift]");
        await db.OptOutAsync(asker.Invitation.PersonId, _given.Now, CancellationToken.None);
        back = await asker.Phone.SubmitAsync(objected, button: "[name=lift]");
        Assert.StartsWith("Your objection is taken back. You are not invited all the same, because you asked for no more invitations", back.One(".notice.ok p")!.TextContent, StringComparison.Ordinal);
        objected = await asker.Phone.SubmitAsync(back, button: "[name=lift]");
        _ = await db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.RestrictedAt, _given.Now));
        back = await asker.Phone.SubmitAsync(objected, button: "[name=lift]");
        Assert.StartsWith("Your objection is taken back. You are not invited all the same, because your data are restricted", back.One(".notice.ok p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_waits_three_days_that_the_organiser_sees_and_the_person_can_stop()
    {
        using var asker = await Asker.WithInvitationAsync(host, _given);
        var planned = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Erase), button: "[value=false]");
        string proof = planned.One("a[href^='/erasure/']")!.GetAttribute("href")!;
        Assert.Contains("To be erased on", (await asker.Phone.GetAsync(proof)).Text, StringComparison.Ordinal);
        using var staff = await _given.SignedInAsync();
        Assert.Contains("Awa Diallo", (await staff.GetAsync("/organise/rights")).All("tbody tr")[0], StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        // The page that said so can stop it, and so can the data's page later, with a code.
        Assert.Equal("Stop the erasure", planned.One("main button[value=true]")?.TextContent);
        var mine = await asker.Phone.GetAsync($"/i/{asker.Token}/data");
        Assert.Equal(["Stop the erasure"], mine.All("button[value=Erase]"));
        var stopped = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Erase), button: "[value=true]");
        Assert.Equal(["The erasure is stopped; nothing is erased."], stopped.All(".notice.ok p"));
        Assert.Contains("Stopped on", (await asker.Phone.GetAsync(proof)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await asker.Phone.GetAsync("/erasure/" + new string('0', 32))).Status);
    }

    private static async Task<HttpResponseMessage> PostAsync(Asker asker, Page page, string path)
    {
        string form = page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await asker.Phone.Http.PostAsync(path.Split('?')[0] + "?handler=Download", new FormUrlEncodedContent([new("__RequestVerificationToken", form)]));
    }

    private static Dictionary<string, string> Unzip(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open()).ReadToEnd(), StringComparer.Ordinal);
    }

    private async Task<Person> OfAsync(Invitation invitation)
    {
        await using var db = host.OpenDb();
        return await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId);
    }

    private async Task SayAsync(Dialogue dialogue, string words)
    {
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"INSERT INTO vault.statements (id, session_id, kind, words) VALUES ({Guid.NewGuid()}, {dialogue.Sessions[0].Id.Value}, 'fact', {words})");
    }
}
