using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// Each letter as its real reader will get it, before any leaves. The choice travels in the form; the button sends only what
/// this page showed, known by its seal.
/// </summary>
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class PrepareLettersModel(EventsDb db, InvitationLetters letters, T texts) : EventsPage
{
    /// <summary>Which of the letters is shown, from 0.</summary>
    [BindProperty]
    public int Shown { get; set; }

    [BindProperty]
    public string? Seal { get; set; }

    public IReadOnlyList<Id<Person>> Chosen { get; private set; } = [];

    public PreparedLetters? Prepared { get; private set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public PreparedLetter Letter => Prepared!.Letters[Shown];

    // The choice is in the form; without it there is nothing to prepare.
    public IActionResult OnGet(Guid id) => Redirect($"/organise/dialogues/{id}/invitations");

    public async Task<IActionResult> OnPostAsync(Guid id, PeopleFilterInput filter, bool everyone, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Chosen = everyone
            ? await db.NotInvitedAsync(Dialogue.Id, new(filter.Q, filter.Group, filter.Letters), InvitationLetters.Most, ct)
            : FromForm();
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostSendAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Chosen = FromForm();
        if ((await letters.SendAsync(Dialogue.Id, Chosen, Seal ?? "", ct)).Refused(out var refusal, out var sent)) return await ShowAsync(ct, refusal);
        Said = sent.Count == 0
            ? texts["All of them have their letter already; none was written twice."]
            : Count(sent.Count, sent.French, sent.English, "{0} letter is on its way ({1}).", "{0} letters are on their way ({1}).");
        return Redirect($"/organise/dialogues/{id}/invitations");
    }

    /// <summary>A count with its languages: "18 letters … (11 French, 7 English)".</summary>
    public string Count(int count, int french, int english, string one, string many)
    {
        string languages = string.Join(", ", new[] { (Count: french, Word: texts["{0} French", french]), (Count: english, Word: texts["{0} English", english]) }.Where(l => l.Count > 0).Select(l => l.Word));
        return texts.Count(count, one, many, languages);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct, Refusal? refusal = null)
    {
        if ((await letters.PrepareAsync(Dialogue.Id, Chosen, ct)).Refused(out var no, out var prepared)) return Refuse(refusal ?? no);
        ModelState.Clear();
        Prepared = prepared;
        Seal = prepared.Seal;
        Shown = Math.Clamp(Shown, 0, Math.Max(0, prepared.Letters.Count - 1));
        foreach (var missing in prepared.Missing.Where(m => m.Code != refusal?.Code)) ModelState.AddModelError("", texts.Of(missing));
        if (refusal is not null) return Refuse(refusal);
        return Page();
    }

    private async Task<bool> LoadAsync(Id<Dialogue> id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dialogue) return false;
        Dialogue = dialogue;
        return true;
    }

    private List<Id<Person>> FromForm() =>
        [.. Request.Form["ids"].Select(text => Id<Person>.TryParse(text, null, out var id) ? id : default).Where(id => id != default).Distinct()];
}

public sealed class PeopleFilterInput
{
    public string? Q { get; set; }
    public StakeholderGroup? Group { get; set; }
    public Language? Letters { get; set; }
}
