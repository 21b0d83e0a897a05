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
        (await ChosenPeople.FindAsync(db, dialogue, LetterKind.CalledOff, await db.MayComeAsync(dialogue, ct), now, ct)).Readers.Count > 0;

    /// <summary>Calls a day off of which there is nobody to tell: nobody may come, or who may come was told already or wants no letter.</summary>
    public static async Task<Refusal?> CallOffAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(id, ct);
        if (await db.HasSomebodyToTellAsync(id, now, ct)) return DialogueRefusals.CallOffByLetter;
        await db.CancelAsync(id, now, ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>In the turn of the dialogue and in the caller's transaction; the caller saves.</summary>
    internal static async Task CancelAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, CancellationToken ct) => (await db.FreshAsync(id, ct)).Cancel(now);

    /// <summary>
    /// The day that this wave called off takes place again. One that was off before stays off, and so does one of which other letters say so; refused
    /// when a letter of this wave may have said so already.
    /// </summary>
    internal static async Task<Refusal?> ReinstateAsync(this EventsDb db, Wave wave, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        if (letters.Any(l => l.Attempts > 0 && l.State != LetterState.Dropped)) return WaveRefusals.UndoOver;
        var dialogue = await db.FreshAsync(wave.DialogueId, ct);
        bool othersSaySo = await db.Letters.AnyAsync(l => l.Kind == LetterKind.CalledOff && l.WaveId != wave.Id && l.State != LetterState.Dropped && db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == wave.DialogueId), ct);
        if (dialogue.CancelledAt == wave.SentAt && !othersSaySo) dialogue.Reinstate();
        return null;
    }

    /// <summary>Not as this request may have read it before its turn.</summary>
    private static async Task<Dialogue> FreshAsync(this EventsDb db, Id<Dialogue> id, CancellationToken ct)
    {
        var dialogue = await db.Dialogues.SingleAsync(d => d.Id == id, ct);
        await db.Entry(dialogue).ReloadAsync(ct);
        return dialogue;
    }
}
