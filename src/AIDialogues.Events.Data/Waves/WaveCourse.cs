using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What can be done with a wave that was sent: taken back while all of it is held, paused, resumed, what failed tried again.</summary>
public sealed class WaveCourse(EventsDb db, TimeProvider clock)
{
    /// <summary>
    /// Takes back the letters that have not left and the invitations that came with them; one that was made again is withdrawn as before. Who was only to be told something stays invited;
    /// a letter that is leaving at this moment stays too. A day that the wave called off stands again.
    /// </summary>
    public Task<Result<Wave>> UndoAsync(Id<Wave> id, CancellationToken ct) => ActAsync(id, wave => wave.Undo(clock.GetUtcNow()), async (wave, letters) =>
    {
        if (wave.Kind == LetterKind.CalledOff && await db.ReinstateAsync(wave, letters, ct) is { } told) return told;
        var held = letters.FindAll(l => l.State is LetterState.Queued or LetterState.Paused or LetterState.Retry && l.Attempts == 0);
        db.RemoveRange(held);
        _ = await db.SaveChangesAsync(ct);
        var invitations = held.ConvertAll(l => l.InvitationId);
        // Who was not reminded after all can be, tomorrow or by the rule.
        if (wave.Kind == LetterKind.Reminder)
        {
            _ = await db.Reminders.Where(r => r.WaveId == wave.Id && invitations.Contains(r.InvitationId)).ExecuteDeleteAsync(ct);
            _ = await db.Reminders.Where(r => invitations.Contains(r.InvitationId) && r.HeldBack == ReminderHeldBack.RemindedByHand && r.DueAt >= wave.SentAt)
                .ExecuteUpdateAsync(r => r.SetProperty(p => p.State, ReminderState.Scheduled).SetProperty(p => p.HeldBack, (ReminderHeldBack?)null), ct);
        }

        if (wave.Kind != LetterKind.Invitation) return null;
        await db.TakeBackAgainAsync(wave, invitations, clock.GetUtcNow(), ct);
        _ = await db.Invitations.Where(i => invitations.Contains(i.Id) && i.State == InvitationState.Invited && !db.Letters.Any(l => l.InvitationId == i.Id)).ExecuteDeleteAsync(ct);
        return null;
    }, ct);

    public Task<Result<Wave>> PauseAsync(Id<Wave> id, CancellationToken ct) => ActAsync(id, wave => wave.Pause(), (_, letters) => Each(letters, l => l.Pause()), ct);

    public Task<Result<Wave>> ResumeAsync(Id<Wave> id, CancellationToken ct) => ActAsync(id, wave => wave.Resume(), (_, letters) => Each(letters, l => l.Resume()), ct);

    /// <summary>Only what failed or came back goes again, each to the address its reader has now; what left or is unknown is not touched, and what says what the day was before a change stays.</summary>
    public async Task<Result<int>> RetryAsync(Id<Wave> id, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.LockedWaveAsync(id, ct) is not { State: WaveState.Sent } wave) return WaveRefusals.NotSent;
        var failed = await db.Letters.FromSql($"SELECT * FROM events.outbox WHERE wave_id = {id.Value} AND state IN ('Failed', 'Bounced') ORDER BY id FOR UPDATE").ToListAsync(ct);
        if ((await db.SendAgainAsync(wave.Kind, failed, clock.GetUtcNow(), ct)).Refused(out var refusal, out int again)) return refusal;
        await transaction.CommitAsync(ct);
        return again;
    }

    /// <summary>With the wave and all its letters locked: a worker that has just taken one is waited for, and then has it.</summary>
    private async Task<Result<Wave>> ActAsync(Id<Wave> id, Func<Wave, Refusal?> decide, Func<Wave, List<Letter>, Task<Refusal?>> act, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var wave = (await db.LockedWaveAsync(id, ct))!;
        var was = wave.State;
        if (decide(wave) is { } refusal) return refusal;
        if (was == wave.State) return wave;
        // Before the letters, as whoever withdraws an invitation and drops its letters takes them.
        if (wave.Kind is LetterKind.CalledOff or LetterKind.Reminder or LetterKind.Invitation) _ = await db.TakeTurnAsync(wave.DialogueId, ct);
        var letters = await db.Letters.FromSql($"SELECT * FROM events.outbox WHERE wave_id = {id.Value} ORDER BY id FOR UPDATE").ToListAsync(ct);
        if (await act(wave, letters) is { } no)
        {
            // What was decided of it is not so.
            db.ChangeTracker.Clear();
            return no;
        }

        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return wave;
    }

    private static Task<Refusal?> Each(List<Letter> letters, Action<Letter> act)
    {
        letters.ForEach(act);
        return Task.FromResult<Refusal?>(null);
    }
}
