using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Each letter of a draft as its real reader will get it. The button sends only what this page showed, known by its seal.</summary>
public sealed class WavePreviewModel(EventsDb db, WaveDrafts drafts, WaveSending sending, WaveOptions options, TimeProvider clock, T texts) : WavePage
{
    /// <summary>Whose letter is shown, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "letter")]
    public int Shown { get; set; } = 1;

    [BindProperty]
    public string? Seal { get; set; }

    [BindProperty]
    public string? TestAddress { get; set; }

    public PreparedLetters? Prepared { get; private set; }

    /// <summary>The button calls the day off, too; one that is off already is only told of.</summary>
    public bool CallsOff => Wave.Kind == LetterKind.CalledOff && Dialogue.CancelledAt is null;

    public bool CanTakeOut => Wave.Readers.Count > 1 && !Wave.Kind.ConcernsEverybody();

    public PreparedLetter Letter => Prepared!.Letters[Shown - 1];

    /// <summary>What keeps all of them from leaving: fields without a value, or a role without seats.</summary>
    public IEnumerable<Refusal> Hindrances => Prepared is not { } prepared ? [] : prepared.Full is { } full ? [.. prepared.Missing, full] : prepared.Missing;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        return Wave.State == WaveState.Draft ? await ShowAsync(ct) : Redirect(Address);
    }

    /// <param name="role">What stands chosen on the page: where it is another than was shown, nothing leaves before its letters were looked at.</param>
    public async Task<IActionResult> OnPostSendAsync(Guid id, InvitationRole? role, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (role is { } chosen && chosen != Wave.Role && Wave is { State: WaveState.Draft, Kind: LetterKind.Invitation })
        {
            Said = texts["They are invited as “{0}” now. Look once more, then send.", texts.Of(chosen)];
            return await OnPostRoleAsync(id, chosen, ct);
        }

        if ((await sending.SendAsync(Wave.Id, Seal ?? "", options.Undo, ct)).Refused(out var refusal, out var sent))
        {
            if (refusal != WaveRefusals.AlreadySent) return await ShowAsync(ct, refusal);
            Said = texts["This wave was sent already; nothing was sent twice."];
            return Redirect(Address);
        }

        if (CallsOff) HttpContext.IsAuditedAs(AuditedAs.DayCalledOff);
        Said = Count(sent.Count, sent.French, sent.English, "{0} letter is on its way ({1}).", "{0} letters are on their way ({1}).");
        return Redirect(Address + "?watch=true");
    }

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (await ShowAsync(ct, keep: true) is var page && (Prepared is null || Prepared.Letters.Count == 0)) return page;
        if (Letter.Template.Render(Letter.Values).Refused(out var empty, out var text)) return Refuse(empty);
        if (TestLetter.To(TestAddress ?? "", Letter.Person.Id, Prepared!.Series.Organisation, text, clock.GetUtcNow()).Refused(out var refusal, out var test)) return Refuse(refusal, nameof(TestAddress));
        _ = db.Add(test);
        _ = await db.SaveChangesAsync(ct);
        Said = texts["A test letter as {0} would get it goes to {1}.", Letter.Person.Name, test.ToAddress];
        return Redirect($"{Address}/preview?letter={Shown}");
    }

    public async Task<IActionResult> OnPostRoleAsync(Guid id, InvitationRole role, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        return await drafts.InviteAsAsync(Wave.Id, role, ct) is { } refusal ? await ShowAsync(ct, refusal) : Redirect($"{Address}/preview?letter={Shown}");
    }

    /// <summary>The person stays in the directory and can be chosen again.</summary>
    public async Task<IActionResult> OnPostTakeOutAsync(Guid id, Guid person, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (await drafts.TakeOutAsync(Wave.Id, new(person), ct) is { } refusal) return await ShowAsync(ct, refusal);
        Said = texts["Taken out; the others stay."];
        return Redirect($"{Address}/preview?letter={Shown}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (!await drafts.DiscardAsync(Wave.Id, ct)) return Redirect(Address);
        Said = texts["The draft is thrown away; nobody was written to."];
        return Redirect($"/organise/dialogues/{Dialogue.Id}/waves");
    }

    /// <summary>A count with its languages: "18 letters … (11 French, 7 English)".</summary>
    public string Count(int count, int french, int english, string one, string many)
    {
        string languages = string.Join(", ", new[] { (Count: french, Word: texts["{0} French", french]), (Count: english, Word: texts["{0} English", english]) }.Where(l => l.Count > 0).Select(l => l.Word));
        return texts.Count(count, one, many, languages);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct, Refusal? refusal = null, bool keep = false)
    {
        if ((await sending.PrepareAsync(Wave, ct)).Refused(out var no, out var prepared)) return Refuse(refusal ?? no);
        if (!keep) ModelState.Clear();
        (Prepared, Seal) = (prepared, prepared.Seal);
        Shown = Math.Clamp(Shown, 1, Math.Max(1, prepared.Letters.Count));
        foreach (var hindrance in Hindrances.Where(h => h.Code != refusal?.Code)) ModelState.AddModelError("", texts.Of(hindrance));
        return refusal is null ? Page() : Refuse(refusal);
    }
}
