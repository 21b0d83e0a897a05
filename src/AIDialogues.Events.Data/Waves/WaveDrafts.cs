using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Waves that have not left: who is in them, and their own words.</summary>
public sealed class WaveDrafts(EventsDb db, TimeProvider clock)
{
    /// <summary>
    /// A new draft; the one that is there already when it has the same kind and the same people, so that pressing twice makes one. Where the letter
    /// concerns everybody, nobody is chosen: it is for all who may come.
    /// </summary>
    /// <param name="role">As what it invites; null: as participants, or as it was decided for the draft that is there.</param>
    public async Task<Result<Wave>> DraftAsync(Id<Dialogue> dialogue, LetterKind kind, IReadOnlyCollection<Id<Person>> people, CancellationToken ct, InvitationRole? role = null)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // The dialogue's row is the turnstile: numbers follow each other without a gap or a twin.
        _ = await db.TakeTurnAsync(dialogue, ct);
        if (kind.ConcernsEverybody()) people = await db.MayComeAsync(dialogue, ct);
        var known = await db.People.Where(p => people.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        if (await SameAsync(dialogue, kind, known, role, ct) is { } same) return same;
        int number = (await db.Waves.Where(w => w.DialogueId == dialogue).MaxAsync(w => (int?)w.Number, ct) ?? 0) + 1;
        // More than may be chosen are counted as chosen, not as known.
        var chosen = people.Count > (kind.MostReaders() ?? int.MaxValue) ? people : known;
        if (Wave.Draft(dialogue, kind, number, chosen, clock.GetUtcNow()).Refused(out var refusal, out var wave)) return refusal;
        if (role is { } other && wave.InviteAs(other) is { } no) return no;
        _ = db.Add(wave);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return wave;
    }

    /// <summary>Gives one reader words of their own, or with null takes them away again.</summary>
    /// <returns>Null wave: there is none.</returns>
    public async Task<(Wave? Wave, Refusal? Refusal)> WriteForAsync(Id<Wave> id, Id<Person> person, string? subject, string? body, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.LockedWaveAsync(id, ct) is not { } wave) return (null, null);
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, ct) is not { } reader) return (wave, WaveRefusals.ReaderUnknown);
        var refusal = body is null ? wave.WriteAsOthers(person) : wave.WriteFor(person, reader.Language, subject ?? "", body);
        if (refusal is not null) return (wave, refusal);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (wave, null);
    }

    /// <summary>Takes one person out of a draft, with the words that were written for them alone.</summary>
    public async Task<Refusal?> TakeOutAsync(Id<Wave> id, Id<Person> person, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if ((await db.LockedWaveAsync(id, ct))!.TakeOut(person) is { } refusal) return refusal;
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>As what a draft invites.</summary>
    public async Task<Refusal?> InviteAsAsync(Id<Wave> id, InvitationRole role, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if ((await db.LockedWaveAsync(id, ct))!.InviteAs(role) is { } refusal) return refusal;
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Throws a draft away; what was sent stays. False: it is no draft.</summary>
    public async Task<bool> DiscardAsync(Id<Wave> id, CancellationToken ct) =>
        await db.Waves.Where(w => w.Id == id && w.State == WaveState.Draft).ExecuteDeleteAsync(ct) == 1;

    private async Task<Wave?> SameAsync(Id<Dialogue> dialogue, LetterKind kind, List<Id<Person>> people, InvitationRole? role, CancellationToken ct)
    {
        bool everybody = kind.ConcernsEverybody();
        var drafts = await db.Waves.Include(w => w.Readers)
            .Where(w => w.DialogueId == dialogue && w.Kind == kind && (role == null || w.Role == role) && w.State == WaveState.Draft && (everybody || w.Readers.Count == people.Count)).OrderBy(w => w.Number).Take(20).ToListAsync(ct);
        return drafts.Find(w => everybody || w.Readers.All(r => people.Contains(r.PersonId)));
    }
}
