using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Reading_the_ledger(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    private string Ledger => $"/organise/dialogues/{_scene.Dialogue.Id}/consents";

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Shows_each_answer_with_its_day_and_way_and_opens_its_history()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        _ = await _scene.SayAsync(token, (ConsentPurpose.Photographed, "no"));
        using var organiser = await _scene.Given.SignedInAsync();

        var page = await organiser.GetAsync(Ledger);

        Assert.Equal(["–", "Given", "1 Mar 2027 · on the page", "–", "Refused", "1 Mar 2027 · on the page", "–", "–", "–", "–", "–"], page.All("tbody tr td .cell > :not(.visually-hidden)"));
        // What is seen is part of what is said (WCAG 2.5.3): no label of another wording stands over it.
        Assert.Empty(page.All(".cell[aria-label]"));
        Assert.All(page.All("tbody tr td .cell"), cell => Assert.StartsWith(person.Name, cell, StringComparison.Ordinal));
        Assert.EndsWith("–No answer", page.All("tbody tr td .cell")[0], StringComparison.Ordinal);
        var history = await organiser.GetAsync(page.One($".cell[href$='{person.Id}/NamedPublicly']")!.GetAttribute("href")!);
        Assert.Equal("Named on the public page", history.Title);
        Assert.StartsWith("Given · by the person, on the page", Assert.Single(history.All(".stream li")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_who_lacks_an_answer_that_a_publication_needs()
    {
        _ = await _scene.ExpertAsync("Heron");
        var (_, _, decided) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(decided, [.. ConsentTerms.ForPublication.Select(p => (p, "no"))]);
        using var organiser = await _scene.Given.SignedInAsync();

        var page = await organiser.GetAsync(Ledger + "?missing=true");

        Assert.Equal(["Expert Heron"], page.All("tbody th"));
        Assert.DoesNotContain("Canary", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_what_people_said_who_are_not_invited_any_more_and_of_erased_ones_the_proof_under_a_number()
    {
        _ = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        var (canary, invitation, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        var (egret, _, _) = await _scene.ExpertAsync("Egret", ConsentPurpose.NamedPublicly);
        var silent = (await _scene.ExpertAsync("Silent")).Invitation;
        using var organiser = await _scene.Given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync($"{Ledger}/{egret.Id}/Photographed"), new { Answer = "yes", Method = "Telephone", Witness = "Madame Egret", Evidence = "Called Egret-Number at ten." }, form: ".drawer form");
        Assert.Contains("Egret-Number", (await organiser.GetAsync($"{Ledger}/{egret.Id}/Photographed")).Html, StringComparison.Ordinal);
        await using (var db = host.OpenDb())
        {
            foreach (var gone in await db.Invitations.Where(i => i.Id == invitation.Id || i.Id == silent.Id).ToListAsync()) gone.Withdraw();
            _ = await db.SaveChangesAsync();
            await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(egret.Id.Value, "test", CancellationToken.None);
        }

        var page = await organiser.GetAsync(Ledger);
        var past = await organiser.GetAsync(page.One(".filters a[href$='past=true']")!.GetAttribute("href")!);

        string number = $"Erased person {egret.Id.ToString()[..8]}";
        Assert.Equal(["Expert Heron"], page.All("tbody th"));
        Assert.Equal("No longer invited 2", page.All(".filters a")[^1]);
        Assert.Equal([number, "Expert Canary"], past.All("tbody th"));
        foreach (var (person, title) in new[] { (canary, "Expert Canary"), (egret, number) })
        {
            var history = await organiser.GetAsync(past.One($".cell[href$='{person.Id}/NamedPublicly']")!.GetAttribute("href")!);
            Assert.Equal(title, history.One(".title-row .eyebrow")!.TextContent);
            Assert.StartsWith("Given · by the person, on the page", Assert.Single(history.All(".stream li")), StringComparison.Ordinal);
            Assert.Equal(person == canary, history.One(".drawer form") is not null);
            Assert.DoesNotContain("Egret", history.Html, StringComparison.Ordinal);
        }

        // Who heard it and where the proof lies is about them too.
        var heard = await organiser.GetAsync($"{Ledger}/{egret.Id}/Photographed");
        Assert.StartsWith("Given · by the organiser, by telephone", Assert.Single(heard.All(".stream li")), StringComparison.Ordinal);
        Assert.DoesNotContain("Egret", heard.Html, StringComparison.Ordinal);

        // Of somebody who is gone and said nothing there is no history; for somebody erased nobody can say anything.
        Assert.Equal(HttpStatusCode.NotFound, (await organiser.GetAsync($"{Ledger}/{silent.PersonId}/NamedPublicly")).Status);
        var open = await organiser.GetAsync($"{Ledger}/{canary.Id}/NamedPublicly");
        using var said = new FormUrlEncodedContent([new("__RequestVerificationToken", open.One("[name=__RequestVerificationToken]")!.GetAttribute("value")!), new("Answer", "yes"), new("Method", "Paper"), new("Evidence", "Folder 3")]);
        Assert.Equal(HttpStatusCode.NotFound, (await organiser.Http.PostAsync($"{Ledger}/{egret.Id}/NamedPublicly", said)).StatusCode);
        var file = await organiser.SubmitAsync(page, form: "main form[action*=Download]");
        string erased = $"erased {egret.Id.ToString()[..8]}";
        Assert.Equal(["Expert Heron", erased, erased, "Expert Canary"], file.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('"')[1]));
        Assert.DoesNotContain("Egret", page.Html + past.Html + file.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_what_somebody_said_whose_unanswered_invitation_is_purged()
    {
        // A yes that lasts keeps the invitation, and the link by which it is taken back.
        await using (var db = host.OpenDb())
            Assert.Null(await db.AskForAsync(_scene.Dialogue.Id, new Dictionary<ConsentPurpose, int?> { [ConsentPurpose.NamedPublicly] = 1, [ConsentPurpose.Photographed] = null }, _scene.Given.Now, CancellationToken.None));
        var (canary, invitation, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        _ = await _scene.ExpertAsync("Heron", ConsentPurpose.Photographed);
        // As after a withdrawn invitation was sent again: what was said stands, and the new one waits for its answer.
        await using (var db = host.OpenDb())
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.invitations SET state = 'Invited', answered_at = NULL WHERE id = {invitation.Id.Value}");
        host.Clock.Advance(TimeSpan.FromDays(120));
        await _scene.PurgeAsync();
        await using (var db = host.OpenDb()) Assert.False(await db.Invitations.AnyAsync(i => i.PersonId == canary.Id));
        using var organiser = await _scene.Given.SignedInAsync();

        var page = await organiser.GetAsync(Ledger);
        var past = await organiser.GetAsync(Ledger + "?past=true");
        var history = await organiser.GetAsync(past.One($".cell[href$='{canary.Id}/NamedPublicly']")!.GetAttribute("href")!);
        var file = await organiser.SubmitAsync(page, form: "main form[action*=Download]");

        Assert.Equal(["Expert Heron"], page.All("tbody th"));
        Assert.Equal(["Expert Canary"], past.All("tbody th"));
        Assert.Equal("Never answered", past.All("tbody td")[0]);
        Assert.StartsWith("Given · by the person, on the page", Assert.Single(history.All(".stream li")), StringComparison.Ordinal);
        Assert.Null(history.One(".drawer form"));
        Assert.Equal(["Expert Heron", "Expert Canary"], file.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('"')[1]));
    }

    [Fact]
    public async Task For_a_purpose_that_is_no_longer_asked_notes_only_that_a_yes_is_taken_back()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        _ = await _scene.SayAsync(token, (ConsentPurpose.Photographed, "no"));
        await using var db = host.OpenDb();
        Assert.Null(await db.AskForAsync(_scene.Dialogue.Id, new Dictionary<ConsentPurpose, int?> { [ConsentPurpose.AttendUnderRule] = null }, _scene.Given.Now, CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync($"{Ledger}/{person.Id}/NamedPublicly");

        Assert.Equal(["no"], page.Document.QuerySelectorAll("[name=Answer]").Select(i => i.GetAttribute("value")));
        Assert.Null((await organiser.GetAsync($"{Ledger}/{person.Id}/Photographed")).One(".drawer form"));
        var yes = await organiser.SubmitAsync(page, new { Answer = "yes", Method = "Paper", Evidence = "Folder 3" }, form: ".drawer form");
        var no = await organiser.SubmitAsync(page, new { Answer = "no", Method = "Paper", Evidence = "Folder 3" }, form: ".drawer form");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (yes.Status, no.Status));
        Assert.Equal([ConsentState.Given, ConsentState.Withdrawn], await db.ConsentEvents.AsNoTracking().Where(e => e.Purpose == ConsentPurpose.NamedPublicly).OrderBy(e => e.At).Select(e => e.State).ToListAsync());
        Assert.Null(no.One(".drawer form"));
    }

    [Theory]
    [InlineData("", "Paper", "", "Folder 3", "Choose yes or no.")]
    [InlineData("yes", null, "", "Folder 3", "Choose how the answer came: on paper or by telephone.")]
    [InlineData("yes", "LinkForm", "", "Folder 3", "Choose how the answer came: on paper or by telephone.")]
    [InlineData("yes", "Paper", "", "", "Say where the proof is: where the paper lies, or when and what was said.")]
    [InlineData("yes", "Telephone", "", "Called at ten.", "A telephone call needs a witness: name who heard it.")]
    public async Task Takes_no_answer_on_behalf_without_its_proof(string answer, string? method, string witness, string evidence, string sentence)
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary");
        using var organiser = await _scene.Given.SignedInAsync();

        var page = await organiser.SubmitAsync(await organiser.GetAsync($"{Ledger}/{person.Id}/NamedPublicly"), new { Answer = answer, Method = method, Witness = witness, Evidence = evidence }, form: ".drawer form");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, sentence), (page.Status, Assert.Single(page.Errors)));
        Assert.Equal(evidence, page.One("#Evidence")!.TextContent);
        await using var db = host.OpenDb();
        Assert.Empty(await db.ConsentEvents.ToListAsync());
    }

    [Fact]
    public async Task Notes_an_answer_on_paper_with_the_words_in_the_persons_language()
    {
        var person = await _scene.Given.PersonAsync("Expert", "Canari", language: Language.French);
        _ = await _scene.Given.InvitationAsync(_scene.Dialogue, person, i => _ = i.Answer(true, _scene.Dialogue, _scene.Given.Now));
        using var organiser = await _scene.Given.SignedInAsync();

        var page = await organiser.SubmitAsync(await organiser.GetAsync($"{Ledger}/{person.Id}/NamedPublicly"), new { Answer = "yes", Method = "Paper", Evidence = "Folder 3, sheet 12" }, form: ".drawer form");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        await using var db = host.OpenDb();
        var line = await db.ConsentEvents.SingleAsync();
        Assert.Equal((ConsentSource.Organiser, ConsentMethod.Paper, "2027-03-01: Folder 3, sheet 12", Language.French), (line.Source, line.Method, line.Evidence, line.NoticeLanguage));
        Assert.StartsWith("Mon nom sur la page publique\n", (await db.Notices.SingleAsync()).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_CSV_calculates_nothing_and_who_took_it_stands_in_the_chain()
    {
        var (person, _, token) = await _scene.ExpertAsync("=HYPERLINK(\"http://canary.test\")", ConsentPurpose.NamedPublicly);
        using var organiser = await _scene.Given.SignedInAsync();

        var file = await organiser.SubmitAsync(await organiser.GetAsync(Ledger), form: "main form[action*=Download]");

        Assert.Equal("text/csv; charset=utf-8", file.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await organiser.Http.GetAsync(Ledger + ".csv")).StatusCode);
        await using var db = host.OpenDb();
        var (entries, _) = await db.AuditAsync(1, 1, CancellationToken.None);
        Assert.Equal(("/Organise/Consents/Index:Download", Ledger), (entries[0].Action, entries[0].Detail));
        string[] lines = file.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.DoesNotMatch("(^|,)\"?[=+@-]", lines[1]);
        Assert.Contains("NamedPublicly", lines[1], StringComparison.Ordinal);
        Assert.Equal((person.Id.Value.Version, 43), (4, token.Length));
    }

    [Fact]
    public async Task Of_300_people_takes_no_more_queries_than_of_one()
    {
        _ = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        int one = await QueriesAsync();
        for (int i = 0; i < 299; i++)
        {
            var person = await _scene.Given.PersonAsync("Expert", $"Number{i}");
            var (invitation, _) = await _scene.Given.InvitationAsync(_scene.Dialogue, person, x => _ = x.Answer(true, _scene.Dialogue, _scene.Given.Now));
            await _scene.Given.SaveAsync([.. ConsentTerms.InOrder.Select(p => ConsentEvent.Of(invitation, p, true, ConsentSource.Link, new Notice(Language.English, "words"), _scene.Given.Now))]);
        }

        Assert.Equal(one, await QueriesAsync());
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync(Ledger);
        Assert.Equal(300, page.Document.QuerySelectorAll("tbody tr").Length);
    }

    private async Task<int> QueriesAsync()
    {
        var counter = new Counter();
        await using var source = Npgsql.NpgsqlDataSource.Create(host.Database.Owner);
        var options = new DbContextOptionsBuilder<EventsDb>();
        _ = options.UseEvents(source).AddInterceptors(counter);
        await using var db = new EventsDb(options.Options);
        _ = await db.LedgerMatrixAsync(_scene.Dialogue.Id, _scene.Given.Now, default);
        _ = await db.VisibleAsync([_scene.Dialogue.Id], _scene.Given.Now, default);
        return counter.Count;
    }

    private sealed class Counter : DbCommandInterceptor
    {
        public int Count { get; private set; }

        public override ValueTask<InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
            System.Data.Common.DbCommand command, CommandEventData eventData, InterceptionResult<System.Data.Common.DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return ValueTask.FromResult(result);
        }
    }
}
