using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>New words for the part of a paused wave that has not left: written, looked at as a real reader will get them, then used.</summary>
public sealed class WaveRewriteModel(EventsDb db, WaveRewriting rewriting, T texts) : WavePage
{
    [BindProperty]
    public Dictionary<Language, WrittenText> Words { get; set; } = [];

    [BindProperty]
    public string? Seal { get; set; }

    public RewrittenLetters? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (Wave.State != WaveState.Paused) return Redirect(Address);
        Words = Wave.Texts.Where(t => t.Version == Wave.Version).ToDictionary(t => t.Language, t => new WrittenText { Subject = t.Subject, Body = t.Body });
        return Page();
    }

    /// <summary>Shows what would leave; nothing is kept yet.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (Templates().Refused(out var refusal, out var written)) return Refuse(refusal);
        if ((await rewriting.PreviewAsync(Wave, written, ct)).Refused(out refusal, out var preview)) return Refuse(refusal);
        ModelState.Clear();
        (Preview, Seal) = (preview, preview.Seal);
        return Page();
    }

    public async Task<IActionResult> OnPostUseAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (Templates().Refused(out var refusal, out var written)) return Refuse(refusal);
        if ((await rewriting.RewriteAsync(Wave.Id, written, Seal ?? "", ct)).Refused(out refusal, out int count)) return Refuse(refusal);
        Said = texts.Count(count, "{0} letter has the new text. Let the wave go on when you are ready.", "{0} letters have the new text. Let the wave go on when you are ready.");
        return Redirect(Address);
    }

    private Result<IReadOnlyList<LetterTemplate>> Templates()
    {
        var templates = new List<LetterTemplate>();
        foreach (var language in Enum.GetValues<Language>())
        {
            var words = Words.GetValueOrDefault(language) ?? new();
            if (LetterTemplate.New(Dialogue.Id, Wave.Kind, language, words.Subject ?? "", words.Body ?? "").Refused(out var refusal, out var template)) return refusal;
            templates.Add(template);
        }

        return templates;
    }
}

public sealed class WrittenText
{
    public string? Subject { get; set; }
    public string? Body { get; set; }
}
