using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// Makes a wave of the people chosen, wherever they were chosen: a list of ids posted here. What follows is its preview; without one
/// nothing can leave.
/// </summary>
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class PrepareLettersModel(EventsDb db, WaveDrafts drafts, WaveSending sending) : EventsPage
{
    /// <summary>Nobody of those chosen can get this letter; how many for which reason.</summary>
    public PreparedLetters? Nobody { get; private set; }

    public Dialogue Dialogue { get; private set; } = null!;

    // The choice is in the form; without it there is nothing to prepare.
    public IActionResult OnGet(Guid id) => Redirect($"/organise/dialogues/{id}/invitations");

    /// <param name="everyone">All who may come; for an invitation, all who may be invited and match the filter.</param>
    /// <param name="unaware">All who may come and know the day as it was before its last change.</param>
    /// <param name="role">As what they are invited, where it was decided with whom; else the preview asks.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, PeopleFilterInput filter, bool everyone, bool unaware, LetterKind? kind, InvitationRole? role, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dialogue, ct) is not { } found) return NotFound();
        Dialogue = found;
        var letter = kind ?? LetterKind.Invitation;
        var segment = filter.Segment is { } chosenSegment ? await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == new Id<Segment>(chosenSegment), ct) : null;
        // One that is gone meanwhile must not become everybody.
        if (filter.Segment is not null && segment is null) return NotFound();
        IReadOnlyList<Id<Person>> chosen = unaware && letter == LetterKind.News ? await db.UnawareAsync(found, ct)
            : !everyone ? await ReadersAsync(kind, ct) : letter == LetterKind.Invitation
            ? await db.NotInvitedAsync(dialogue, new(filter.Q, filter.Group, filter.Letters), Wave.MostReaders, ct, segment)
            : await PeopleOfAsync(db.WhoMayCome(dialogue), ct);
        return await PrepareAsync(letter, chosen, role, ct);
    }

    // One more than may be chosen, which is refused with a sentence.
    private static async Task<IReadOnlyList<Id<Person>>> PeopleOfAsync(IQueryable<Invitation> invitations, CancellationToken ct) =>
        await invitations.Select(i => i.PersonId).OrderBy(p => p).Take(Wave.MostReaders + 1).ToListAsync(ct);

    private async Task<IActionResult> PrepareAsync(LetterKind kind, IReadOnlyList<Id<Person>> chosen, InvitationRole? role, CancellationToken ct)
    {
        if ((await sending.PrepareAsync(Dialogue.Id, kind, chosen, [], ct)).Refused(out var refusal, out var prepared)) return Refuse(refusal);
        if (prepared.Letters.Count == 0)
        {
            Nobody = prepared;
            return Page();
        }

        if ((await drafts.DraftAsync(Dialogue.Id, kind, chosen, ct, role)).Refused(out refusal, out var wave)) return Refuse(refusal);
        return Redirect($"/organise/waves/{wave.Id}/preview");
    }

    /// <summary>The board ticks those who are invited by their invitations, elsewhere people stand by themselves. Without a kind of letter named, its button is for those not invited.</summary>
    private async Task<IReadOnlyList<Id<Person>>> ReadersAsync(LetterKind? kind, CancellationToken ct)
    {
        if (kind is null) return FromForm<Person>("ids");
        var invitations = FromForm<Invitation>("invitations");
        var invited = await db.Invitations.Where(i => i.DialogueId == Dialogue.Id && invitations.Contains(i.Id)).Select(i => i.PersonId).ToListAsync(ct);
        return [.. invited.Concat(FromForm<Person>("ids")).Distinct()];
    }

    private List<Id<TThing>> FromForm<TThing>(string name) =>
        [.. Request.Form[name].Select(text => Id<TThing>.TryParse(text, null, out var id) ? id : default).Where(id => id != default).Distinct()];
}

public sealed class PeopleFilterInput
{
    public string? Q { get; set; }
    public StakeholderGroup? Group { get; set; }
    public Language? Letters { get; set; }
    public Guid? Segment { get; set; }
}
