using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>An organiser at work on one day: chooses people, sees the preview, presses buttons.</summary>
internal sealed class Organiser(EventsHost host, Browser browser, Dialogue dialogue) : IDisposable
{
    public Browser Browser => browser;

    public Dialogue Dialogue => dialogue;

    public static async Task<Organiser> AtWorkAsync(EventsHost host, Given given, string language = "en") =>
        new(host, await given.SignedInAsync(language: language), await given.DialogueAsync());

    public async Task<Page> PrepareAsync(params Person[] people) => await browser.SubmitAsync(
        await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/invitations"),
        new Dictionary<string, object?> { ["ids"] = people.Select(p => p.Id.ToString()).ToArray() }, form: "main form[method=post]");

    /// <summary>Ticks people who are invited on the board and presses "Prepare reminders".</summary>
    public async Task<Page> PrepareRemindersAsync(params Invitation[] invitations) => await browser.SubmitAsync(
        await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/invitations"),
        new Dictionary<string, object?> { ["invitations"] = invitations.Select(i => i.Id.ToString()).ToArray() }, form: "main form[method=post]", button: "button[value=Reminder]");

    public Task<Page> SendAsync(Page preview) => browser.SubmitAsync(preview, form: "form.send");

    public async Task<Page> SendAsync(params Person[] people) => await SendAsync(await PrepareAsync(people));

    public Task<Page> PressAsync(Page page, string handler) => browser.SubmitAsync(page, form: $"form[action*={handler}]");

    public async Task<Page> WaveAsync() => await browser.GetAsync($"/organise/waves/{(await OnlyWaveAsync()).Id}");

    public async Task<Wave> OnlyWaveAsync()
    {
        await using var db = host.OpenDb();
        return await db.Waves.Include(w => w.Texts).Include(w => w.Readers).AsNoTracking().SingleAsync();
    }

    public async Task<IReadOnlyList<Letter>> LettersAsync()
    {
        await using var db = host.OpenDb();
        // Names are sealed: put in order here.
        return [.. (await db.Letters.AsNoTracking().ToListAsync()).OrderBy(l => l.ToName, StringComparer.Ordinal)];
    }

    public void Dispose() => browser.Dispose();
}
