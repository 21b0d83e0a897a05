using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Letters;

public sealed class Reading_why_a_letter_did_not_leave(EventsHost host) : IAsyncLifetime
{
    private const string Away = "The mail server smtp.meridien.test, port 587, does not answer.";

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("en", "Not sent: the day was called off.", "The server said: 550 5.1.1 No such mailbox here", Away)]
    [InlineData("fr", "Non envoyée : la journée a été annulée.", "Le serveur a répondu : 550 5.1.1 No such mailbox here", "Le serveur de courrier smtp.meridien.test, port 587, ne répond pas.")]
    public async Task Our_reasons_are_in_the_readers_language_and_a_servers_words_as_it_said_them(string language, string dropped, string refused, string away)
    {
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var (off, no) = (LetterTo(invitation, person), LetterTo(invitation, person));
        off.Drop("Not sent: the day was called off.");
        no.Refused("550 5.1.1 No such mailbox here");
        await _given.SaveAsync(off, no);
        await using (var db = host.OpenDb())
            _ = await db.Database.ExecuteSqlAsync($"INSERT INTO events.mail_line (id, tokens, refilled_at, problem, problem_since) VALUES ({MailLine.OnlyId}, 0, {_given.Now}, {Away}, {_given.Now})");

        using var staff = await _given.SignedInAsync(language: language);
        var outbox = await staff.GetAsync("/organise/letters?state=Dropped&lang=" + language);
        Assert.Equal(dropped, Assert.Single(outbox.All("tbody .why")));
        Assert.EndsWith(away, Assert.Single(outbox.All(".notice.warn p")), StringComparison.Ordinal);
        Assert.Equal(["550 5.1.1 No such mailbox here"], (await staff.GetAsync("/organise/letters?state=Failed&lang=" + language)).All("tbody .why"));
        var stream = (await staff.GetAsync($"/organise/invitations/{invitation.Id}?lang={language}")).All(".stream .meta");
        Assert.Contains(dropped, stream);
        Assert.Contains(refused, stream);
    }

    [Theory]
    [InlineData("en", "It was held back before it left, and stays here. The reason stands beside it.", "Not sent: the day was called off.")]
    [InlineData("fr", "Elle a été retenue avant son départ, et reste ici. La raison figure à côté.", "Non envoyée\u202f: la journée a été annulée.")]
    public async Task A_letters_own_page_says_what_its_state_means_and_why(string language, string meaning, string why)
    {
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var letter = LetterTo(invitation, person);
        letter.Drop("Not sent: the day was called off.");
        await _given.SaveAsync(letter);
        using var staff = await _given.SignedInAsync(language: language);

        var page = await staff.GetAsync($"/organise/letters/{letter.Id}?lang={language}");

        Assert.Equal((meaning + " " + why, why), (page.One("p:has(> .why)")!.TextContent, page.One(".why")!.TextContent));
        Assert.Equal(meaning, (await staff.GetAsync("/organise/letters?state=Dropped&lang=" + language)).One(".title-row ~ p")!.TextContent);
    }

    private Letter LetterTo(Invitation invitation, Person person) => Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.English, "Subject", "Body {link}"), _given.Now);
}
