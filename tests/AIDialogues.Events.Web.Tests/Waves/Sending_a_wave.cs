using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

public sealed class Sending_a_wave(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Takes_at_most_five_clicks_from_prepare_to_sent()
    {
        var people = await PeopleAsync(18);
        var board = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/invitations?tab=NotInvited&ticked=true");
        int clicks = 0;

        var preview = await _organiser.Browser.SubmitAsync(board, form: "main form[method=post]");
        clicks++;
        Assert.Equal("Send 18 letters (11 French, 7 English)", preview.All("form.send .primary").Single());
        var wave = await _organiser.SendAsync(preview);
        clicks++;

        Assert.InRange(clicks, 1, 5);
        Assert.Equal("Wave 1: Invitation", wave.Title);
        Assert.Contains("18 letters are on their way (11 French, 7 English).", wave.Text, StringComparison.Ordinal);
        Assert.Equal(people.Select(p => p.Name).Order(), (await _organiser.LettersAsync()).Select(l => l.ToName).Order());
    }

    [Fact]
    public async Task What_was_shown_is_what_leaves_by_its_seal()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var preview = await _organiser.PrepareAsync(awa);
        string shown = preview.One("article.letter")!.GetAttribute("data-seal")!;
        string sender = preview.All("dl.envelope dd")[0];

        _ = await _organiser.SendAsync(preview);
        Assert.Equal("Under way", (await _organiser.WaveAsync()).All(".title-row .badge").Single());
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        Assert.Equal("Finished", (await _organiser.WaveAsync()).All(".title-row .badge").Single());
        Assert.Equal("Finished", (await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves")).All("tbody .badge").Single());

        var mail = Assert.Single(_post.Sink.Mails);
        string received = mail.Text!.ReplaceLineEndings("\n").TrimEnd('\n');
        string token = received.Split("/i/")[1][..43];
        Assert.Equal(shown, Letter.SealOf("Awa Diallo", awa.Email, mail.Subject, received.Replace($"http://localhost:5100/i/{token}", "{link}", StringComparison.Ordinal)));
        Assert.Equal(shown, Assert.Single(await _organiser.LettersAsync()).Seal);
        Assert.Equal(sender, mail.Message.From.Mailboxes.Single().Name);
    }

    [Fact]
    public async Task What_a_letter_lacks_is_filled_in_with_a_way_back_to_the_preview()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var preview = await _organiser.PrepareAsync(awa);
        var wave = await _organiser.OnlyWaveAsync();

        var person = await _organiser.Browser.GetAsync($"/organise/people/{awa.Id}?wave={wave.Id}");
        Assert.Equal($"/organise/waves/{wave.Id}/preview", person.One(".form-actions a")!.GetAttribute("href"));
        var back = await _organiser.Browser.SubmitAsync(person, new Dictionary<string, object?> { ["Input.Affiliation"] = "Bassin du Niger" }, form: "form.form");

        Assert.Equal(preview.One("h1")!.TextContent, back.One("h1")!.TextContent);
        Assert.NotNull(back.One("article.letter"));
    }

    [Fact]
    public async Task What_the_day_lacks_is_one_line_with_the_way_to_the_day_and_not_one_for_each_reader()
    {
        var people = await PeopleAsync(3);
        var edit = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit");
        _ = await _organiser.Browser.SubmitAsync(edit, new Dictionary<string, object?> { ["Form.Venue"] = "" }, form: "form#day");

        var preview = await _organiser.PrepareAsync(people);

        Assert.StartsWith("The day has no venue, so no letter with {venue} can leave.", Assert.Single(preview.All("li.of-day")), StringComparison.Ordinal);
        Assert.Equal($"/organise/dialogues/{_organiser.Dialogue.Id}/edit", preview.One("li.of-day a")!.GetAttribute("href"));
        Assert.DoesNotContain("lacks", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_changed_behind_the_products_back_does_not_leave()
    {
        _ = await _organiser.SendAsync(await PeopleAsync(2));
        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET subject = 'Something else' WHERE id = {(await _organiser.LettersAsync())[0].Id.Value}");
        host.Clock.Advance(TimeSpan.FromSeconds(31));

        _ = await _post.DrainAsync();

        Assert.Equal([LetterState.Dropped, LetterState.Sent], (await _organiser.LettersAsync()).Select(l => l.State));
        Assert.Equal("Not sent: the letter is not the one that was shown and queued.", (await _organiser.LettersAsync())[0].ServerReply);
        Assert.DoesNotContain(_post.Sink.Mails, m => m.Subject == "Something else");
    }

    [Fact]
    public async Task Is_held_for_thirty_seconds_and_can_be_taken_back_whole()
    {
        var people = await PeopleAsync(3);
        var wave = await _organiser.SendAsync(people);
        Assert.Equal("The letters are held for 30 more seconds.", wave.All(".action-bar p").Single());
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, (await _post.DrainAsync()).Sent);

        var undone = await _organiser.PressAsync(wave, "Undo");
        var twice = await _organiser.PressAsync(wave, "Undo");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await _post.DrainAsync();

        Assert.Contains("The wave is taken back; nobody was written to.", undone.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, twice.Status);
        Assert.Empty(_post.Sink.Mails);
        await using var db = host.OpenDb();
        Assert.Equal((0, 0), (await db.Invitations.CountAsync(), await db.Letters.CountAsync()));
        Assert.Equal((WaveState.Undone, 3), ((await _organiser.OnlyWaveAsync()).State, (await _organiser.OnlyWaveAsync()).Readers.Count));
        Assert.Equal("Send 3 letters (2 French, 1 English)", (await _organiser.PrepareAsync(people)).All("form.send .primary").Single());
    }

    [Fact]
    public async Task Cannot_be_taken_back_once_letters_may_have_left()
    {
        var wave = await _organiser.SendAsync(await PeopleAsync(2));
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        var late = await _organiser.PressAsync(wave, "Undo");

        Assert.Equal(["The time to take all of it back is over; letters may have left. Pause the wave to hold the others."], late.Errors);
        Assert.Equal(2, (await _post.DrainAsync()).Sent);
    }

    [Fact]
    public async Task Shows_every_state_as_a_link_to_the_people()
    {
        _ = await _organiser.SendAsync(await PeopleAsync(6));
        await using (var db = host.OpenDb())
        {
            var letters = (await db.Letters.ToListAsync()).OrderBy(l => l.ToName, StringComparer.Ordinal).ToList();
            foreach (var letter in letters.Skip(1)) letter.Claim(_given.Now);
            letters[1].HandedOver("250 OK", _given.Now);
            letters[2].Deferred("451 later", _given.Now);
            letters[3].Refused("550 no");
            letters[4].LostTrack("lost");
            letters[5].HandedOver("250 OK", _given.Now);
            letters[5].Bounced("5.1.1");
            _ = await db.SaveChangesAsync();
        }

        var page = await _organiser.WaveAsync();
        string[] rows = [.. page.All("table.list tbody tr")];
        Assert.Equal(["Waiting 1", "Paused 0", "Will be tried again 1", "Accepted by the server 1", "Failed 1", "Unknown: to check 1", "Came back 1", "Not sent 0"], rows);
        foreach (var link in page.Document.QuerySelectorAll("table.list tbody a"))
        {
            var people = await _organiser.Browser.GetAsync(link.GetAttribute("href")!);
            Assert.Single(people.All("tbody th a"));
        }

        Assert.Null(page.One("meta[http-equiv=refresh]"));
        Assert.Equal("5", (await _organiser.Browser.GetAsync(page.Path + "?watch=true")).One("meta[http-equiv=refresh]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task Paused_gives_only_the_rest_the_second_text_and_keeps_both()
    {
        _ = await _organiser.SendAsync(await PeopleAsync(5));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        for (int i = 0; i < 2; i++)
        {
            var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
            Assert.True(await _post.Outbox.SettleAsync(claimed, new(AIDialogues.Events.Worker.Letters.SendResult.Sent, "taken"), CancellationToken.None));
        }

        var paused = await _organiser.PressAsync(await _organiser.WaveAsync(), "Pause");
        Assert.Equal(0, (await _post.DrainAsync()).Sent);
        var rewrite = await _organiser.Browser.GetAsync(paused.Path + "/rewrite");
        var preview = await _organiser.Browser.SubmitAsync(rewrite, new Dictionary<string, object?>
        {
            ["Words[English].Subject"] = "Second text", ["Words[English].Body"] = "Dear {given_name}\n\n{link}", ["Words[French].Subject"] = "Second texte", ["Words[French].Body"] = "Bonjour {given_name}\n\n{link}",
        });
        var used = await _organiser.Browser.SubmitAsync(preview, button: "button[formaction*=Use]");
        _ = await _organiser.PressAsync(used, "Resume");
        Assert.Equal(3, (await _post.DrainAsync()).Sent);

        Assert.Equal("Use it for 3 letters", preview.All("button[formaction*=Use]").Single());
        Assert.All(_post.Sink.Mails, m => Assert.StartsWith("Second text", m.Subject, StringComparison.Ordinal));
        Assert.Equal((2, 3), await _organiser.LettersAsync() is var letters ? (letters.Count(l => l.WaveVersion == 1), letters.Count(l => l.WaveVersion == 2)) : default);
        var texts = (await _organiser.OnlyWaveAsync()).Texts;
        Assert.Equal([(1, Language.English), (1, Language.French), (2, Language.English), (2, Language.French)], texts.Select(t => (t.Version, t.Language)).Order());
        Assert.Equal(["Text, version 2", "Text, version 1"], (await _organiser.WaveAsync()).All("details summary").Where(s => s.StartsWith("Text", StringComparison.Ordinal)).Select(s => s.Split(" ·")[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paused_while_one_is_in_the_air_holds_that_one_too_and_gives_it_the_second_text(bool limited)
    {
        _ = await _organiser.SendAsync(await PeopleAsync(2));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        var paused = await _organiser.PressAsync(await _organiser.WaveAsync(), "Pause");
        var rewrite = await _organiser.Browser.GetAsync(paused.Path + "/rewrite");
        var early = await _organiser.Browser.SubmitAsync(rewrite);

        var said = limited ? AIDialogues.Events.Worker.Letters.SendResult.Limited : AIDialogues.Events.Worker.Letters.SendResult.Deferred;
        Assert.True(await _post.Outbox.SettleAsync(claimed, new(said, "451 4.7.0 later"), CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, (await _post.DrainAsync()).Sent);

        Assert.Equal(["Some of its letters are leaving at this moment. Try again when they have left, mostly within a minute."], early.Errors);
        Assert.Equal([LetterState.Paused, LetterState.Paused], await _post.StatesAsync());
        Assert.Equal("Use it for 2 letters", (await _organiser.Browser.SubmitAsync(rewrite)).All("button[formaction*=Use]").Single());
        await using var db = host.OpenDb();
        Assert.Equal(LetterState.Retry, (await db.Deliveries.SingleAsync()).Outcome);
        _ = await _organiser.PressAsync(await _organiser.WaveAsync(), "Resume");
        Assert.Equal([LetterState.Queued, LetterState.Queued], await _post.StatesAsync());
    }

    [Fact]
    public async Task Only_what_failed_is_tried_again()
    {
        _ = await _organiser.SendAsync(await PeopleAsync(4));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _post.Sink.Script(step => step.Recipient is "p01@bassin.test" ? AIDialogues.Events.MailSink.Smtp.SmtpReply.Say(550, "5.1.1 No such mailbox") : null);
        Assert.Equal((3, 1), await _post.DrainAsync() is var report ? (report.Sent, report.Refused) : default);
        _post.Sink.ClearScript();

        var page = await _organiser.PressAsync(await _organiser.WaveAsync(), "Retry");
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        Assert.Contains("1 letter is in the queue again.", page.Text, StringComparison.Ordinal);
        Assert.Equal(4, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count());
        Assert.Equal(4, _post.Sink.Mails.Count);
    }

    [Fact]
    public async Task Trying_again_asks_no_more_for_many_than_for_one_and_leaves_out_who_may_not_be_written_to()
    {
        var people = await PeopleAsync(6);
        _ = await _organiser.SendAsync(people);
        var wave = await _organiser.OnlyWaveAsync();
        var one = await RetryAsync(failing: 1);
        await using (var db = host.OpenDb()) await db.OptOutAsync(people[1].Id, _given.Now, CancellationToken.None);
        var many = await RetryAsync(failing: 6);

        Assert.Equal((1, 5, one.Asked), (one.Again, many.Again, many.Asked));
        Assert.Equal(1, (await _organiser.LettersAsync()).Count(l => l.State == LetterState.Failed));

        async Task<(int Again, int Asked)> RetryAsync(int failing)
        {
            await using var db = host.OpenDb();
            foreach (var letter in await db.Letters.OrderBy(l => l.Id).Take(failing).ToListAsync())
            {
                letter.Claim(_given.Now);
                letter.Refused("550 no");
                _ = db.Add(PersonalLink.For(letter.InvitationId, _given.Now).Link);
            }

            _ = await db.SaveChangesAsync();
            await using var own = host.OpenDb();
            using var queries = new QueryCount();
            return (Given.Value(await new WaveCourse(own, host.Clock).RetryAsync(wave.Id, CancellationToken.None)), queries.Count);
        }
    }

    [Fact]
    public async Task Gives_one_reader_words_of_their_own_and_shows_whose()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var jonas = await _given.PersonAsync("Jonas", "Lindqvist");
        var preview = await _organiser.PrepareAsync(awa, jonas);
        string own = $"{preview.Path[..preview.Path.IndexOf("/preview", StringComparison.Ordinal)]}/readers/{awa.Id}";

        var refused = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(own), new { Subject = "Chère Awa", Body = "Sans lien" }, form: "form.form");
        var shown = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(own), new { Subject = "Chère Awa", Body = "Une ligne pour {given_name} seule\n\n{link}" }, form: "form.form");
        _ = await _organiser.SendAsync(shown);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Awa Diallo gets words of their own", shown.Text, StringComparison.Ordinal);
        Assert.Contains("Own words", shown.All("dl.envelope .badge"));
        var letters = await _organiser.LettersAsync();
        Assert.Equal("Une ligne pour Awa seule\n\n{link}", letters[0].Body);
        Assert.StartsWith("Bonjour Jonas Lindqvist", letters[1].Body, StringComparison.Ordinal);
        Assert.DoesNotContain((await _organiser.OnlyWaveAsync()).Texts, t => t.Body.Contains("seule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_who_was_chosen_by_mistake_is_taken_out_where_it_is_seen_and_the_last_one_is_not()
    {
        var people = await PeopleAsync(3);
        var preview = await _organiser.PrepareAsync(people);
        string wrong = preview.One("article.letter")!.GetAttribute("aria-label")!;

        var less = await _organiser.PressAsync(preview, "TakeOut");
        var sent = await _organiser.SendAsync(preview);
        var one = await _organiser.PressAsync(less, "TakeOut");

        Assert.Equal("Letter to Awa Diallo00", wrong);
        Assert.Contains("Taken out; the others stay.", less.Text, StringComparison.Ordinal);
        Assert.Equal("Send 2 letters (1 French, 1 English)", less.All("form.send .primary").Single());
        // The page that still showed three sends nothing.
        Assert.Equal(["The letters or the people changed after this preview, so nothing was sent. Look at them again."], sent.Errors);
        Assert.Null(one.One("form.take-out"));
        Assert.Equal([people[2].Id], (await _organiser.OnlyWaveAsync()).Readers.Select(r => r.PersonId));
        _ = await _organiser.SendAsync(one);
        Assert.Equal([people[2].Name], (await _organiser.LettersAsync()).Select(l => l.ToName));
    }

    [Fact]
    public async Task Without_an_organisation_the_preview_promises_no_other_sender_than_the_letter_has()
    {
        await using (var db = host.OpenDb()) _ = await db.Series.ExecuteUpdateAsync(s => s.SetProperty(x => x.Organisation, ""));
        var preview = await _organiser.PrepareAsync(await _given.PersonAsync("Awa", "Diallo"));
        Assert.Equal("The name in Mail__From: the series has no organisation.", preview.All("dl.envelope dd")[0]);
    }

    [Fact]
    public async Task A_test_letter_is_marked_and_opens_nothing()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var preview = await _organiser.PrepareAsync(awa);

        var said = await _organiser.Browser.SubmitAsync(preview, new { TestAddress = "noor@meridien.test" }, form: "form.test-letter");
        _ = await _post.DrainAsync();

        Assert.Contains("A test letter as Awa Diallo would get it goes to noor@meridien.test.", said.Text, StringComparison.Ordinal);
        var mail = Assert.Single(_post.Sink.Mails);
        Assert.StartsWith("[TEST] Eau et sécurité", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Bonjour Awa Diallo,", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<a ", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", mail.Text + mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.False(mail.Message.Headers.Contains("List-Unsubscribe"));
        await using var db = host.OpenDb();
        Assert.Equal((0, 0, 0, 0), (await db.Letters.CountAsync(), await db.Invitations.CountAsync(), await db.PersonalLinks.CountAsync(), await db.OptOutLinks.CountAsync()));
        Assert.Equal(LetterState.Sent, (await db.TestLetters.SingleAsync()).State);
    }

    [Fact]
    public async Task A_test_letter_to_no_address_is_refused_and_the_preview_stays()
    {
        var preview = await _organiser.PrepareAsync(await _given.PersonAsync("Awa", "Diallo"));
        var page = await _organiser.Browser.SubmitAsync(preview, new { TestAddress = "nobody\r\nBcc: thief@evil.test" }, form: "form.test-letter");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (page.Status, page.All("article.letter").Count));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.TestLetters.CountAsync());
    }

    [Fact]
    public async Task The_letters_language_is_not_the_pages()
    {
        using var french = await Organiser.AtWorkAsync(host, _given, "fr");
        var preview = await french.PrepareAsync(await _given.PersonAsync("Hana", "Novotná", language: Language.English));
        Assert.Equal(("fr", "en"), (preview.One("html")!.GetAttribute("lang"), preview.One("article.letter")!.GetAttribute("lang")));
        Assert.Equal("Aperçu avant l’envoi", preview.Title);
        Assert.Contains("Dear Hana Novotná,", preview.One("article.letter")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_23_twenty_who_press_at_once_send_one_wave_and_the_others_are_told()
    {
        var preview = await _organiser.PrepareAsync(await PeopleAsync(3));

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _organiser.SendAsync(preview)));
        var back = await _organiser.SendAsync(preview);

        Assert.All(pages, p => Assert.Equal((HttpStatusCode.OK, "Wave 1: Invitation"), (p.Status, p.Title)));
        Assert.Contains("This wave was sent already; nothing was sent twice.", back.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal((3, 3, 1), (await db.Letters.CountAsync(), await db.Invitations.CountAsync(), await db.Waves.CountAsync()));
    }

    [Fact]
    public async Task Fault_23_preparing_twice_makes_one_draft()
    {
        var people = await PeopleAsync(2);
        var board = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/invitations");
        var ids = new Dictionary<string, object?> { ["ids"] = people.Select(p => p.Id.ToString()).ToArray() };

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _organiser.Browser.SubmitAsync(board, ids, form: "main form[method=post]")));
        _ = await _organiser.PrepareAsync(people[0]);

        Assert.Single(pages.Select(p => p.Path).Distinct());
        await using var db = host.OpenDb();
        Assert.Equal([1, 2], await db.Waves.OrderBy(w => w.Number).Select(w => w.Number).ToListAsync());
    }

    [Fact]
    public async Task Fault_26_a_new_place_on_the_way_reaches_each_reader_with_at_most_one_stale_letter_and_one_change()
    {
        _ = await _organiser.SendAsync(await PeopleAsync(5));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        for (int i = 0; i < 2; i++)
        {
            var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
            Assert.True(await _post.Outbox.SettleAsync(claimed, new(AIDialogues.Events.Worker.Letters.SendResult.Sent, "taken"), CancellationToken.None));
        }

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var edit = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit");
        var day = await _organiser.Browser.SubmitAsync(edit, new Dictionary<string, object?> { ["Form.Venue"] = "Maison du fleuve, Lyon" }, form: "form#day");

        // Saved on the page, nothing with the old place leaves any more.
        Assert.Equal(0, (await _post.DrainAsync()).Sent);
        Assert.Contains("Wave 1 is paused: 3 letters have not left.", day.Text, StringComparison.Ordinal);
        Assert.Equal("Say what has changed to 2 people", day.All("#unaware button").Single());
        var preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(day.One(".notice a[href$='/rewrite']")!.GetAttribute("href")!));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await _organiser.PressAsync(await _organiser.Browser.SubmitAsync(preview, button: "button[formaction*=Use]"), "Resume");
        _ = await _post.DrainAsync();
        day = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}");
        _ = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(day, form: "#unaware form", button: "button"));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();

        var letters = await _organiser.LettersAsync();
        Assert.Equal(7, letters.Count);
        Assert.All(letters, l => Assert.Equal(LetterState.Sent, l.State));
        string[] Of(IEnumerable<Letter> theirs) => [.. theirs.OrderBy(l => l.CreatedAt).Select(l => $"{l.Kind} {(l.Body.Contains("Maison de la paix", StringComparison.Ordinal) ? "old" : l.Body.Contains("Maison du fleuve, Lyon", StringComparison.Ordinal) ? "new" : "?")}")];
        Assert.Equal(["Invitation new", "Invitation new", "Invitation new", "Invitation old, News new", "Invitation old, News new"], letters.GroupBy(l => l.PersonId).Select(of => string.Join(", ", Of(of))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_draft_is_thrown_away_without_a_trace()
    {
        var preview = await _organiser.PrepareAsync(await PeopleAsync(2));
        var page = await _organiser.PressAsync(preview, "Discard");
        Assert.Contains("The draft is thrown away; nobody was written to.", page.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal((0, 0), (await db.Waves.CountAsync(), await db.Invitations.CountAsync()));
    }

    private async Task<Person[]> PeopleAsync(int count)
    {
        var people = new Person[count];
        for (int i = 0; i < count; i++)
            people[i] = await _given.PersonAsync("Awa", $"Diallo{i:00}", $"p{i:00}@bassin.test", language: i % 18 is 2 or 5 or 8 or 11 or 13 or 15 or 17 ? Language.English : Language.French);
        return people;
    }
}
