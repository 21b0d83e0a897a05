using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Every letter that is to leave or has left, with what the mail server said.</summary>
public sealed class OutboxModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public LetterState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    [BindProperty(SupportsGet = true, Name = "wave")]
    public Guid? Wave { get; set; }

    /// <summary>Asked for by a link: the page loads itself again.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Watch { get; set; }

    public OutboxPage Outbox { get; private set; } = null!;

    /// <summary>How many people have an address that takes no letters.</summary>
    public int NewAddress { get; private set; }

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>Why nothing leaves, when letters have waited for it.</summary>
    public MailLine? Line { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        int page = Paging.Bounded(Number);
        Outbox = await db.OutboxAsync(State, null, Wave is { } wave ? new(wave) : null, page, Limits.PageSize, ct);
        Paging = new(page, Outbox.Count);
        var tasks = await db.LetterTasksAsync(ct);
        (Line, NewAddress) = (tasks.Stopped, tasks.NewAddress);
    }

    public async Task<IActionResult> OnPostArrivedAsync(Guid letter, CancellationToken ct)
    {
        var (found, refusal) = await db.ArrivedAsync(new(letter), clock.GetUtcNow(), ct);
        if (found is null) return NotFound();
        if (refusal is not null) return await RefuseAsync(refusal, ct);
        Said = texts["The letter to {0} is noted as arrived.", found.ToName];
        return Redirect(Request.With(("handler", null)));
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid letter, CancellationToken ct)
    {
        var (found, refusal) = await db.SendAgainAsync(new(letter), clock.GetUtcNow(), ct);
        if (found is null) return NotFound();
        if (refusal is not null) return await RefuseAsync(refusal, ct);
        Said = texts["The letter to {0} is in the queue again.", found.ToName];
        return Redirect(Request.With(("handler", null)));
    }

    private async Task<IActionResult> RefuseAsync(Refusal refusal, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Refuse(refusal);
    }
}
