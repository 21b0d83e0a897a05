using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>
/// Shows a wave as its real readers will get it, and sends exactly that: an invitation and its letter are written in one transaction, and
/// nobody is invited twice to the same dialogue, unless their invitation was taken back. With the letters that call a day off, the day is called off.
/// </summary>
public sealed class WaveSending(EventsDb db, TimeProvider clock)
{
    public Task<Result<PreparedLetters>> PrepareAsync(Wave wave, CancellationToken ct) =>
        PrepareAsync(wave.DialogueId, wave.Kind, [.. wave.Readers.Select(r => r.PersonId)], wave.Readers, ct, wave.Role);

    /// <param name="readers">Those of the chosen who may have words of their own.</param>
    /// <param name="role">As what those are invited who are not yet.</param>
    public async Task<Result<PreparedLetters>> PrepareAsync(
        Id<Dialogue> id, LetterKind kind, IReadOnlyCollection<Id<Person>> chosen, IReadOnlyList<WaveReader> readers, CancellationToken ct, InvitationRole role = InvitationRole.Participant)
    {
        // Whoever was invited since the draft was made must hear of it too; the seal tells the organiser that somebody came to it.
        if (kind.ConcernsEverybody()) chosen = await db.MayComeAsync(id, ct);
        if (chosen.Count == 0) return InvitationRefusals.NobodyChosen;
        if (kind.MostReaders() is { } most && chosen.Distinct().Count() > most) return InvitationRefusals.TooManyChosen(most);
        var dialogue = await db.Dialogues.Include(d => d.Sessions).AsSplitQuery().AsNoTracking().SingleAsync(d => d.Id == id, ct);
        if (clock.GetUtcNow() >= dialogue.EndsAt) return LetterRefusals.DayIsOver;
        // All of them would be dropped on the way: that a day is off is all that can be said of it.
        if (dialogue.CancelledAt is not null && kind.Contradicts(LetterKind.CalledOff)) return InvitationRefusals.DialogueCancelled;
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var templates = await db.TemplatesAsync(id, kind, ct);
        var shown = await db.BeginsNeutrallyAsync(id, ct) ? t => t.WithNeutralBeginning(series.Organisation) : (Func<LetterTemplate, LetterTemplate>)(t => t);
        var found = await ChosenPeople.FindAsync(db, id, kind, chosen, clock.GetUtcNow(), ct);
        if (await db.ContradictionAsync(kind, [.. found.Readers.Select(found.InvitationOf).OfType<Invitation>().Select(i => i.Id)], ct) is { } contradiction) return contradiction;
        var full = kind == LetterKind.Invitation ? await db.MayInviteAsync(id, role, found.Readers.Count, clock.GetUtcNow(), ct) : null;
        return new PreparedLetters(
            dialogue, series, [.. found.Readers.Select(p => Letter(p, dialogue, series, templates[p.Language], readers.FirstOrDefault(r => r.PersonId == p.Id), shown, found.InvitationOf(p)) with { Reminders = found.RemindersOf(p), IsNeverAsked = found.IsNeverAsked(p) })],
            found.AlreadyInvited, found.NotWritten.Count, found.Elsewhere) { NotWritten = found.NotWritten, Templates = [.. templates.Values], Role = role, Full = full, NotReminded = found.NotReminded, AlreadyTold = found.AlreadyTold, At = clock.GetUtcNow() };
    }

    /// <param name="seal">What <see cref="PreparedLetters.Seal"/> said when the letters were shown.</param>
    /// <param name="undo">For how long the letters are held.</param>
    public async Task<Result<SentLetters>> SendAsync(Id<Wave> id, string seal, TimeSpan undo, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var wave = (await db.LockedWaveAsync(id, ct))!;
        if (wave.State != WaveState.Draft) return WaveRefusals.AlreadySent;
        // The dialogue's row is the turnstile: of two who press at once, the second sees whom the first invited.
        _ = await db.TakeTurnAsync(wave.DialogueId, ct);
        // Before it is read who was never asked: a letter that a worker takes at this moment is waited for, and its reader is told that the day is off.
        if (wave.Kind == LetterKind.CalledOff) _ = await db.WaitingToAskAsync(wave.DialogueId, ct);
        if ((await PrepareAsync(wave, ct)).Refused(out var refusal, out var prepared)) return refusal;
        if (prepared.Missing is [var missing, ..]) return missing;
        if (seal != prepared.Seal) return LetterRefusals.ChangedSincePreview;
        // Of a day that still stands the wave calls it off, although nobody is to hear of it.
        if (prepared.Letters.Count == 0 || (prepared.Dialogue.CancelledAt is not null && prepared.Letters.Count == prepared.NeverAsked)) return WaveRefusals.NobodyLeft;
        if (prepared.Full is { } full) return full;
        var now = clock.GetUtcNow();
        if (wave.Kind.ConcernsEverybody() && wave.TakeIn(prepared.Letters.Where(l => !l.IsNeverAsked).Select(l => l.Person.Id)) is { } late) return late;
        if (wave.Send(prepared.Templates, seal, now, undo) is { } no) return no;
        // The same moment as the wave's, by which taking it back knows what it called off.
        if (wave.Kind == LetterKind.CalledOff) await db.CancelAsync(wave.DialogueId, now, wave.UndoUntil!.Value, ct);
        var again = await db.InviteAgainAsync([.. prepared.Letters.Where(l => l.InvitesAgain).Select(l => l.Invitation!.Id)], wave.Role, now, ct);
        if (Write(wave, prepared, again, now) is { } empty) return empty;
        try
        {
            _ = await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return LetterRefusals.ChangedSincePreview;
        }

        return new SentLetters(prepared.In(Language.English, leaving: true), prepared.In(Language.French, leaving: true), prepared.AlreadyInvited);
    }

    private Refusal? Write(Wave wave, PreparedLetters prepared, IReadOnlyDictionary<Id<Invitation>, Invitation> again, DateTimeOffset now)
    {
        foreach (var letter in prepared.Letters.Where(l => !l.IsNeverAsked))
        {
            if (letter.Template.Render(letter.Values).Refused(out var empty, out var text)) return empty;
            var invitation = letter.InvitesAgain ? again[letter.Invitation!.Id] : letter.Invitation ?? Invitation.Of(letter.Person, prepared.Dialogue, now, wave.Role);
            if (letter.Invitation is null) _ = db.Add(invitation);
            if (wave.Kind == LetterKind.Reminder)
            {
                if (Reminder.ByHand(invitation, prepared.Dialogue, letter.Reminders, now, wave).Refused(out var no, out var reminder)) return no;
                _ = db.Add(reminder);
            }

            _ = db.Add(Domain.Letter.Queue(invitation, letter.Person, wave.Kind, text, now, wave));
        }

        return null;
    }

    private static PreparedLetter Letter(Person person, Dialogue dialogue, Series series, LetterTemplate template, WaveReader? reader, Func<LetterTemplate, LetterTemplate> shown, Invitation? invitation)
    {
        var values = LetterValues.For(person, dialogue, series, person.Language);
        if (reader is not { HasOwnWords: true }) return new(person, shown(template), values, invitation);
        return LetterTemplate.New(dialogue.Id, template.Kind, person.Language, reader.Subject, reader.Body).Refused(out _, out var own)
            ? new(person, shown(template), values, invitation)
            : new(person, shown(own), values, invitation, HasOwnWords: true);
    }
}
