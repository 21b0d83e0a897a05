using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>What a lock screen shows of a letter: who sends it, the subject, and the first lines.</summary>
public sealed class Beginning_neutrally(EventsHost host) : IAsyncLifetime
{
    // Series, title, place and date of the day, and words that an organiser wrote.
    private static readonly string[] Canaries = ["sécurité", "security", "journée", "First day", "Genève", "30 avril", "Kanarienthema"];

    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
        var places = Places.Of(_organiser.Dialogue.Id);
        Assert.Null(places.Change(new(Participants: 2, null, null, NeutralLetters: true)));
        await _given.SaveAsync(places);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Case_20_a_wave_shows_and_sends_it_also_where_a_reader_has_words_of_their_own_and_after_a_change_on_the_way()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var preview = await _organiser.PrepareAsync(awa, await _given.PersonAsync("Hana", "Novotná", language: Language.English));
        string address = preview.Path[..preview.Path.IndexOf("/preview", StringComparison.Ordinal)];
        preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"{address}/readers/{awa.Id}"), new { Subject = "Kanarienthema", Body = "Kanarienthema\n\n{link}" }, form: "form.form");
        string shown = preview.One("article.letter")!.GetAttribute("data-seal")!;
        var wave = await _organiser.SendAsync(preview);

        Assert.Equal(shown, (await _organiser.LettersAsync())[0].Seal);
        var paused = await _organiser.PressAsync(wave, "Pause");
        var rewritten = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(paused.Path.Split('?')[0] + "/rewrite"), new Dictionary<string, object?> { ["Words[English].Subject"] = "Kanarienthema", ["Words[English].Body"] = "Kanarienthema {link}" });
        _ = await _organiser.PressAsync(await _organiser.Browser.SubmitAsync(rewritten, button: "button[formaction*=Use]"), "Resume");
        host.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(2, (await _post.DrainAsync()).Sent);
        AssertNothingShows();
        Assert.Equal(["Institut Méridien: a letter for you", "Institut Méridien\u202f: une lettre pour vous"], _post.Sink.Mails.Select(m => m.Subject).Order(StringComparer.Ordinal));
        // Once, however often the words changed; and the letter itself says what it is about.
        Assert.All(_post.Sink.Mails, m => Assert.Equal(2, m.Text!.Split(m.Subject.EndsWith("you", StringComparison.Ordinal) ? "This letter is for you alone." : "Cette lettre n’est que pour vous.").Length));
        Assert.All(_post.Sink.Mails, m => Assert.Contains("Kanarienthema", m.Text!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case_20_so_do_reminders_confirmations_offers_new_links_and_letters_to_a_substitute()
    {
        var dialogue = _organiser.Dialogue;
        var (silent, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Sil", "Ent"));
        var (accepts, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ac", "Cepts"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Wai", "Ts"), i => Assert.Null(i.Answer(new(AnswerKind.Accept), dialogue, seatFree: false, _given.Now)));
        var (declines, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("De", "Clines"), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        var proposal = Given.Value(SubstituteProposal.Of(declines, "Karim Benali", "karim@bassin.test", "", _given.Now));
        await GiveSeatsAsync(4);
        await _given.SaveAsync(proposal);
        host.Clock.Advance(TimeSpan.FromDays(5));

        await ActAsync(async db => Assert.Null(await db.RemindNowAsync(silent.Id, host.Clock.GetUtcNow(), CancellationToken.None)));
        await ActAsync(db => db.TurnAsync(dialogue.Id, host.Clock.GetUtcNow(), CancellationToken.None));
        await ActAsync(async db => Given.Value(await db.RenewLinkAsync(accepts.Id, host.Clock.GetUtcNow(), CancellationToken.None)));
        await ActAsync(async db => Given.Value(await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, new("Karim", "Benali", "karim@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None)));
        Assert.Equal(1, await new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None));

        Assert.Equal([LetterKind.Invitation, LetterKind.Invitation, LetterKind.Reminder, LetterKind.Confirmation, LetterKind.Offer], (await _organiser.LettersAsync()).Select(l => l.Kind).Order());
        Assert.Equal(5, (await _post.DrainAsync()).Sent);
        AssertNothingShows();
    }

    private void AssertNothingShows() => Assert.All(_post.Sink.Mails, mail =>
    {
        Assert.Contains(Canaries, word => mail.Text!.Contains(word, StringComparison.OrdinalIgnoreCase));
        using var html = new HtmlParser().ParseDocument(mail.Html!);
        string[] outside = [.. mail.Message.Headers.Select(h => h.Value), mail.Subject, html.Title!, mail.Message.From.ToString(), mail.Text![..150], html.Body!.TextContent.Trim()[..150]];
        foreach (string word in Canaries) Assert.DoesNotContain(outside, shown => shown.Contains(word, StringComparison.OrdinalIgnoreCase));
    });

    private async Task GiveSeatsAsync(int participants)
    {
        await using var db = host.OpenDb();
        Assert.Null((await db.Places.SingleAsync()).Change(new(participants, null, null, NeutralLetters: true)));
        _ = await db.SaveChangesAsync();
    }

    private async Task ActAsync(Func<EventsDb, Task> act)
    {
        await using var db = host.OpenDb();
        await act(db);
    }
}
