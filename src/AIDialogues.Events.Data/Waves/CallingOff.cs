using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A day is called off by the act that sends the letters which say so, and stands again when they are taken back: neither is ever true without the other.</summary>
public static class CallingOff
{
    /// <summary>Everybody who is to hear that the day is off: whoever may still come.</summary>
    internal static Task<List<Id<Person>>> MayComeAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        db.WhoMayCome(dialogue).Select(i => i.PersonId).OrderBy(p => p).ToListAsync(ct);

    public static IQueryable<Invitation> WhoMayCome(this EventsDb db, Id<Dialogue> dialogue) => db.Invitations
        .Where(i => i.DialogueId == dialogue && i.State != InvitationState.Withdrawn && i.State != InvitationState.Declined && i.State != InvitationState.Lapsed);

    /// <summary>Whether a letter that the day is off would reach somebody: who may come, may be written to, and has none yet.</summary>
    public static async Task<bool> HasSomebodyToTellAsync(this EventsDb db, Id<Dialogue> dialogue, DateTimeOffset now, CancellationToken ct) =>
        await ChosenPeople.FindAsync(db, dialogue, LetterKind.CalledOff, await db.MayComeAsync(dialogue, ct), now, ct) is var found && found.Readers.Any(p => !found.IsNeverAsked(p));

    /// <summary>Calls a day off of which there is nobody to tell: nobody may come, or who may come was told already or wants no letter.</summary>
    public static async Task<Refusal?> CallOffAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(id, ct);
        _ = await db.WaitingToAskAsync(id, ct);
        if (await db.HasSomebodyToTellAsync(id, now, ct)) return DialogueRefusals.CallOffByLetter;
        await db.CancelAsync(id, now, now, ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>
    /// In the turn of the dialogue and in the caller's transaction; the caller saves. What asks to come and still waits, paused or not, is looked at again when it
    /// can no longer be taken back, and is dropped then; until then it waits, so that taking back leaves everything as it was.
    /// </summary>
    internal static async Task CancelAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        (await db.FreshAsync(id, ct)).Cancel(now);
        foreach (var letter in await db.WaitingToAskAsync(id, ct)) letter.WaitUntil(until);
    }

    /// <summary>The letters of a day that ask to come and have not left; with their rows locked no worker takes one before the caller has decided.</summary>
    internal static Task<List<Letter>> WaitingToAskAsync(this EventsDb db, Id<Dialogue> id, CancellationToken ct) =>
        db.AskingToComeAsync(id, [LetterState.Queued, LetterState.Retry, LetterState.Paused], ct);

    /// <summary>
    /// The day that this wave called off takes place again. One that was off before stays off, and so does one of which other letters say so; refused
    /// when a letter of this wave may have said so already.
    /// </summary>
    internal static async Task<Refusal?> ReinstateAsync(this EventsDb db, Wave wave, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        if (letters.Any(l => l.Attempts > 0 && l.State != LetterState.Dropped)) return WaveRefusals.UndoOver;
        var dialogue = await db.FreshAsync(wave.DialogueId, ct);
        bool othersSaySo = await db.Letters.AnyAsync(l => l.Kind == LetterKind.CalledOff && l.WaveId != wave.Id && l.State != LetterState.Dropped && db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == wave.DialogueId), ct);
        if (dialogue.CancelledAt != wave.SentAt || othersSaySo) return null;
        dialogue.Reinstate();
        await db.WaitAgainAsync(wave, ct);
        return null;
    }

    /// <summary>Letters that ask to come wait as before the day was called off: held where their wave is paused, and also those that were in the air at that moment.</summary>
    private static async Task WaitAgainAsync(this EventsDb db, Wave calledOff, CancellationToken ct)
    {
        var since = calledOff.SentAt!.Value;
        var dropped = await db.Deliveries.Where(d => d.Outcome == LetterState.Dropped && d.At >= since).Select(d => d.LetterId).ToListAsync(ct);
        var paused = await db.Waves.Where(w => w.DialogueId == calledOff.DialogueId && w.State == WaveState.Paused).Select(w => (Id<Wave>?)w.Id).ToListAsync(ct);
        foreach (var letter in await db.AskingToComeAsync(calledOff.DialogueId, [LetterState.Queued, LetterState.Retry, LetterState.Dropped], ct))
        {
            if (letter.State == LetterState.Dropped && dropped.Contains(letter.Id) && letter.QueuedAt <= since && letter.ServerReply == StillWanted.DayWasCalledOff) letter.TakeUpAgain(since);
            if (letter.WaveId is not null && paused.Contains(letter.WaveId)) letter.Pause();
        }
    }

    /// <summary>The letters of a day that say the opposite of one that calls it off, their rows locked.</summary>
    private static async Task<List<Letter>> AskingToComeAsync(this EventsDb db, Id<Dialogue> dialogue, LetterState[] states, CancellationToken ct)
    {
        string[] names = [.. states.Select(s => s.ToString())];
        var letters = await db.Letters.FromSql(
            $"SELECT * FROM events.outbox WHERE state = ANY ({names}) AND invitation_id IN (SELECT id FROM events.invitations WHERE dialogue_id = {dialogue.Value}) ORDER BY id FOR UPDATE").ToListAsync(ct);
        return letters.FindAll(l => l.Kind.Contradicts(LetterKind.CalledOff));
    }

    /// <summary>Not as this request may have read it before its turn.</summary>
    private static async Task<Dialogue> FreshAsync(this EventsDb db, Id<Dialogue> id, CancellationToken ct)
    {
        var dialogue = await db.Dialogues.SingleAsync(d => d.Id == id, ct);
        await db.Entry(dialogue).ReloadAsync(ct);
        return dialogue;
    }
}
