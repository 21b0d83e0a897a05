using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>Whoever typed another wording finds it on the page that refuses it, whatever became of the sentence meanwhile.</summary>
public sealed class Keeping_what_was_typed(EventsHost host) : IAsyncLifetime
{
    private const string Typed = "A <b>shared</b> record would help.";

    private readonly Given _given = new(host);
    private Summary _summary = null!;
    private Id<Theme> _theme;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        var session = (await _given.DialogueAsync()).Sessions[0];
        _theme = session.Themes[0].Id;
        _summary = Summary.Request(session.Id, Language.English, _given.Now);
        _summary.Assemble(Sentences(1));
        await _given.SaveAsync(_summary);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("assembled again")]
    [InlineData("being assembled")]
    [InlineData("released")]
    public async Task It_stands_on_the_page_when_the_sentence_takes_none_any_more(string what)
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var seen = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");
        await ChangeAsync(what);

        var refused = await rapporteur.SubmitAsync(seen, new { words = Typed }, form: $"#item-{_summary.Items[0].Id} form");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, Typed), (refused.Status, refused.One("#typed-words")?.TextContent));
        Assert.Empty(refused.Document.QuerySelectorAll("#typed-words b"));
    }

    [Fact]
    public async Task It_stands_on_the_page_when_the_sentence_is_on_another()
    {
        await using (var db = host.OpenDb())
        {
            var stored = await db.Summaries.Include(s => s.Items).SingleAsync();
            db.RemoveRange(stored.Items);
            stored.Assemble(Sentences(60));
            db.AddRange(stored.Items);
            _ = await db.SaveChangesAsync();
            _summary = stored;
        }

        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var first = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");
        var last = _summary.Items.MaxBy(i => i.Place)!;
        string tooLong = new('x', SummaryItem.LongestWords + 1);
        // As it is when sentences before it were added after the page was opened.
        first.One("form[action*='Item'] input[name=item]")!.SetAttribute("value", last.Id.ToString());
        first.One("form[action*='Item'] input[name=was]")!.SetAttribute("value", last.Words);

        var refused = await rapporteur.SubmitAsync(first, new { words = tooLong }, form: "form[action*='Item']");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, tooLong), (refused.Status, refused.One("#typed-words")?.TextContent));
    }

    private IEnumerable<DraftItem> Sentences(int count) => Enumerable.Range(0, count).Select(i => new DraftItem(_theme, PointKind.View, $"Sentence {i:00} about the gauge.", Flagged: false));

    private async Task ChangeAsync(string what)
    {
        await using var db = host.OpenDb();
        var stored = await db.Summaries.Include(s => s.Items).SingleAsync();
        if (what == "released") Assert.Null(stored.Submit(Guid.NewGuid(), _given.Now) ?? stored.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
        else Assert.Null(stored.RequestAgain(Language.English, _given.Now));
        if (what == "assembled again")
        {
            db.RemoveRange(stored.Items);
            stored.Assemble(Sentences(1));
            db.AddRange(stored.Items);
        }

        _ = await db.SaveChangesAsync();
    }
}
