using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Letters;

public sealed class Seeing_on_the_start_page_what_letters_ask(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task People_are_counted_and_not_their_letters_and_each_line_leads_to_where_it_is_done()
    {
        var series = await _given.SeriesAsync();
        var (first, second) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series));
        var (awa, hana, jonas) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist"));
        using var browser = await _given.SignedInAsync();
        Assert.Empty((await browser.GetAsync("/organise")).All("#new-address, #unknown-letters, #mail-stopped"));

        foreach (var dialogue in (Dialogue[])[first, second]) await LetterAsync(dialogue, awa, l => { l.HandedOver("250 ok", _given.Now); l.Bounced("5.1.1"); });
        await LetterAsync(first, hana, l => { l.HandedOver("250 ok", _given.Now); l.Bounced("5.1.1"); });
        await LetterAsync(first, jonas, l => l.LostTrack("The connection was lost after the letter went out and before the mail server answered."));
        await using (var db = host.OpenDb())
        {
            var line = await db.MailLines.SingleOrDefaultAsync();
            if (line is null) _ = db.Add(line = MailLine.Open(_given.Now));
            _ = line.Trouble("The mail server mail.test, port 25, does not answer.", _given.Now);
            _ = await db.SaveChangesAsync();
        }

        var page = await browser.GetAsync("/organise");

        Assert.Equal("2 people need a new address: letters to them came back.", page.All("#new-address a").Single());
        Assert.Equal("Of letters to 1 person nobody knows whether they arrived. Ask, then say what you know.", page.All("#unknown-letters a").Single());
        Assert.Contains("The mail server mail.test, port 25, does not answer. (since", page.All("#mail-stopped").Single(), StringComparison.Ordinal);
        Assert.Equal(3, (await browser.GetAsync(page.One("#new-address a")!.GetAttribute("href")!)).All("tbody tr").Count);
        // The letters' own page counts them alike.
        Assert.Contains("2 people need a new address", (await browser.GetAsync("/organise/letters")).Text, StringComparison.Ordinal);
    }

    private async Task LetterAsync(Dialogue dialogue, Person person, Action<Letter> with)
    {
        var (invitation, _) = await _given.InvitationAsync(dialogue, person);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        with(letter);
        await _given.SaveAsync(letter);
    }
}
