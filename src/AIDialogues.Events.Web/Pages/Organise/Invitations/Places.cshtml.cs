using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>How many seats each role has, who comes next, until when answers are asked for, and what calendars show.</summary>
public sealed class PlacesModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public PlacesForm Form { get; set; } = new();

    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<SeatCount> Counts { get; private set; } = [];

    /// <summary>Then the day is called off with the letters that say so.</summary>
    public bool HasPeopleToTell { get; private set; }

    private Places _places = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Form = PlacesForm.From(_places, Dialogue, IsNew ? 0 : db.VersionOf(_places));
        Form.DayVersion = db.VersionOf(Dialogue);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        if (AnyWrong(Form.Problems(), PlacesForm.FieldOf)) return Invalid();
        if (_places.Change(Form.Details) is { } refusal) return Refuse(refusal);
        // The days to answer stand with the day, which another organiser may have changed since.
        if (Form.AnswerDays != Dialogue.AnswerDaysBefore) db.ExpectVersion(Dialogue, Form.DayVersion);
        if (Form.AnswerDays is { } days && Dialogue.AskAnswers(days) is { } no) return Refuse(no);
        if (Form.AnswerDays is null) Dialogue.KeepAnswerBy();
        if (IsNew) _ = db.Add(_places);
        else db.ExpectVersion(_places, Form.Version);
        if (await SaveAsync(db, ct) is { } lost) return Refuse(lost);
        // More seats may be seats for those who wait.
        await db.TurnAsync(Dialogue.Id, clock.GetUtcNow(), ct);
        Said = texts["Saved."];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        if (await db.CallOffAsync(Dialogue.Id, clock.GetUtcNow(), ct) is { } refusal) return Refuse(refusal);
        Said = texts["The day is called off."];
        return RedirectToPage(new { id });
    }

    private bool IsNew => db.Entry(_places).State == EntityState.Detached;

    private async Task<bool> LoadAsync(Id<Dialogue> id, CancellationToken ct)
    {
        if (await db.Dialogues.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dialogue) return false;
        (Dialogue, _places) = (dialogue, await db.PlacesAsync(id, ct));
        HasPeopleToTell = await db.HasSomebodyToTellAsync(id, clock.GetUtcNow(), ct);
        Counts = await db.SeatCountsAsync(_places, clock.GetUtcNow(), ct);
        return true;
    }
}

/// <summary>What is typed about seats and answers.</summary>
public sealed class PlacesForm
{
    public uint Version { get; set; }
    public uint DayVersion { get; set; }
    public int? Participants { get; set; }
    public int? Speakers { get; set; }
    public int? Observers { get; set; }
    public bool MayOverbook { get; set; }
    public WaitlistRule Rule { get; set; }
    public int OfferHours { get; set; } = 48;
    public int? AnswerDays { get; set; }
    public bool NeutralTitle { get; set; }
    public bool NeutralLetters { get; set; }

    public PlacesDetails Details => new(Participants, Speakers, Observers, MayOverbook, Rule, OfferHours, NeutralTitle, NeutralLetters);

    public IEnumerable<Refusal> Problems() => Details.Problems().Concat(AnswerDays is { } days && Dialogue.CheckAnswerDays(days) is { } refusal ? [refusal with { About = nameof(AnswerDays) }] : []);

    /// <summary>The input that a refusal is about.</summary>
    public static string FieldOf(Refusal refusal) => refusal.About.Length > 0 ? "Form." + refusal.About : "";

    public static PlacesForm From(Places places, Dialogue dialogue, uint version) => new()
    {
        Version = version,
        Participants = places.Participants,
        Speakers = places.Speakers,
        Observers = places.Observers,
        MayOverbook = places.MayOverbook,
        Rule = places.Rule,
        OfferHours = places.OfferHours,
        AnswerDays = dialogue.AnswerDaysBefore,
        NeutralTitle = places.NeutralTitle,
        NeutralLetters = places.NeutralLetters,
    };
}
