using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Invitations;

public sealed class Showing_hostile_names(EventsHost host) : IAsyncLifetime
{
    private static readonly string[] Corpus =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)' autofocus='", "<svg/onload=alert(1)>", "javascript:alert(1)",
        "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "{{7*7}}", "${7*7}", "<a href=https://evil.test>click</a>", "[click](https://evil.test)",
        "@Html.Raw(1)", "<meta http-equiv=refresh content=0>", "<base href=https://evil.test>", "&lt;b&gt;", "%3Cscript%3E", "<!--", "{link}", "<form action=https://evil.test>",
        "\u202Eevil", "<style>*{display:none}</style>", "<iframe src=https://evil.test>",
    ];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_46_is_inert_on_every_page_of_people_invitations_and_letters()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var clean = await _given.PersonAsync("Awa", "Diallo");
        var (before, _) = await _given.InvitationAsync(dialogue, clean);
        var plain = await Elements(browser, Paths(dialogue, clean, before, ""));
        for (int i = 0; i < Corpus.Length; i++)
        {
            // Put in behind the product's back, as a row of a time before names were looked at.
            var person = await HostileAsync(await _given.PersonAsync(email: $"hostile{i}@evil.test"), Corpus[i]);
            var invitation = Invitation.Of(person, dialogue, _given.Now);
            var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.English, Corpus[i], Corpus[i] + " {link}"), _given.Now);
            letter.Claim(_given.Now);
            letter.Refused("550 " + Corpus[i]);
            await _given.SaveAsync(invitation, letter);

            var hostile = await Elements(browser, Paths(dialogue, person, invitation, Corpus[i]));

            Assert.Equal(plain, hostile);
        }
    }

    private async Task<Person> HostileAsync(Person person, string text)
    {
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET given_name = {text[..Math.Min(100, text.Length)]}, family_name = {text}, affiliation = {text} WHERE id = {person.Id.Value}");
        return await db.People.AsNoTracking().SingleAsync(p => p.Id == person.Id);
    }

    [Fact]
    public async Task Case_46_is_inert_in_the_preview_of_an_import_and_of_a_letter()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        string list = "Name\tE-mail\tAffiliation\n" + string.Join('\n', Corpus.Select((text, i) => $"{Cell(text)}\thostile{i}@evil.test\t{Cell(text)}"));

        var preview = await browser.SubmitAsync(await browser.GetAsync("/organise/people/import"), new { Text = list });
        _ = await browser.SubmitAsync(preview, button: ".action-bar .primary");
        var board = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/invitations?ticked=true");
        var letter = await browser.SubmitAsync(board, form: "main form[method=post]");

        foreach (var page in (Page[])[preview, board, letter])
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Empty(Foreign(page));
        }
    }

    // As a spreadsheet puts it on the clipboard.
    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string[] Paths(Dialogue dialogue, Person person, Invitation invitation, string text) =>
    [
        "/organise/people?q=" + Uri.EscapeDataString(text), $"/organise/people/{person.Id}", $"/organise/invitations/{invitation.Id}",
        $"/organise/dialogues/{dialogue.Id}/invitations?q=" + Uri.EscapeDataString(text), "/organise/letters",
    ];

    private static async Task<IReadOnlyList<string>> Elements(Browser browser, string[] paths)
    {
        var found = new List<string>();
        foreach (string path in paths)
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            found.AddRange(Foreign(page));
        }

        return found;
    }

    /// <summary>Whatever could act: scripts, handlers, frames, addresses that lead elsewhere.</summary>
    private static IEnumerable<string> Foreign(Page page) => page.Document.All.SelectMany(element =>
        (IEnumerable<string>)[
            .. element.LocalName is "script" or "iframe" or "img" or "style" or "base" or "object" or "embed" or "meta" && !element.HasAttribute("charset") && element.GetAttribute("name") != "viewport" ? [element.OuterHtml] : (string[])[],
            .. element.Attributes.Where(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || (a.Name is "href" or "src" or "action" or "formaction" && !a.Value.StartsWith('/') && !a.Value.StartsWith('?') && !a.Value.StartsWith('#') && a.Value.Length > 0)).Select(a => $"{a.Name}={a.Value}"),
        ]);
}
