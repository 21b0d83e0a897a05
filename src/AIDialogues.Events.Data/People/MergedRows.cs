using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AIDialogues.Events.Data;

/// <summary>Moves what belongs to a record that gives way. Where both are invited to one dialogue the stronger answer stays and the other invitation is withdrawn.</summary>
internal sealed class MergedRows(EventsDb db, TimeProvider clock)
{
    public async Task<MovedRows> MoveAsync(Person kept, Person gone, CancellationToken ct)
    {
        var clashes = new List<InvitationClash>();
        foreach (var (mine, other) in await BothInvitedAsync(kept, gone, ct)) clashes.Add(await JoinAsync(mine, other, gone, ct));
        var handled = clashes.SelectMany(c => (Guid[])[c.Strong, c.Weak]).ToArray();
        var invitations = await ReturningAsync("UPDATE events.invitations SET person_id = {0} WHERE person_id = {1} AND NOT id = ANY({2}) RETURNING id AS \"Value\"", [kept.Id.Value, gone.Id.Value, handled], ct);
        await SealAsync(invitations, gone.Id.Value, kept.Id.Value, ct);
        var copied = await db.CopyLedgerAsync(gone, kept, ct);
        var needs = await db.MoveNeedsAsync(gone, kept, copied, clock.GetUtcNow(), ct);
        var rows = new Dictionary<string, IReadOnlyList<Guid>>(StringComparer.Ordinal);
        foreach (var reference in PersonReference.Movable(db)) rows[reference.Table] = await reference.MoveAsync(db, gone.Id, kept.Id, ct);
        return new(rows, invitations, clashes, copied) { Needs = needs, Tokens = await db.MoveTokensAsync(gone, kept, ct), Waves = await db.HandOnWavesAsync(gone.Id, kept.Id, ct) };
    }

    /// <param name="merged">When the two became one.</param>
    public async Task MoveBackAsync(MovedRows moved, DateTimeOffset merged, Person kept, Person gone, CancellationToken ct)
    {
        await TakeTurnsAsync(kept, gone, ct);
        foreach (var reference in PersonReference.Movable(db))
            if (moved.Rows.TryGetValue(reference.Table, out var rows)) await reference.MoveBackAsync(db, rows, kept.Id, gone.Id, ct);
        var back = await ReturningAsync("UPDATE events.invitations SET person_id = {0} WHERE id = ANY({1}) AND person_id = {2} RETURNING id AS \"Value\"", [gone.Id.Value, moved.Invitations.ToArray(), kept.Id.Value], ct);
        await SealAsync(back, kept.Id.Value, gone.Id.Value, ct);
        foreach (var clash in moved.Clashes) await PartAsync(clash, gone, ct);
        await db.PartLedgersAsync(moved, merged, kept, gone, clock.GetUtcNow(), ct);
        await db.PartNeedsAsync(moved, kept.Id, gone.Id, clock.GetUtcNow(), ct);
        await db.MoveTokensBackAsync(moved.Tokens, gone.Id, kept.Id, ct);
        _ = await db.HandOnWavesAsync(kept.Id, gone.Id, ct, moved.Waves);
        await db.TakeUpSecondAsync([.. moved.Clashes.SelectMany(c => c.Dropped)], clock.GetUtcNow(), ct);
    }

    /// <summary>Who came, who comes, who said no, who has not answered; a state of a later time stands between.</summary>
    private static int Strength(Invitation invitation) => invitation.CheckedInAt is not null ? 9 : invitation.State switch
    {
        InvitationState.Accepted => 8,
        InvitationState.Declined => 6,
        InvitationState.Invited => 2,
        InvitationState.Withdrawn => 0,
        _ => 4,
    };

    private async Task<List<(Invitation Mine, Invitation Other)>> BothInvitedAsync(Person kept, Person gone, CancellationToken ct)
    {
        await TakeTurnsAsync(kept, gone, ct);
        var invitations = await db.Invitations.AsNoTracking().Where(i => i.PersonId == kept.Id || i.PersonId == gone.Id).ToListAsync(ct);
        return [.. from mine in invitations join other in invitations on mine.DialogueId equals other.DialogueId where mine.PersonId == kept.Id && other.PersonId == gone.Id select (mine, other)];
    }

    /// <summary>
    /// Seats are counted and tokens are given under the dialogue's lock, and a merge may give one back; whoever records a choice holds the invitation, and nothing they say is
    /// to come between what is read here and what is written. In the order in which an answer takes them.
    /// </summary>
    private async Task TakeTurnsAsync(Person kept, Person gone, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.dialogues WHERE id IN (SELECT dialogue_id FROM events.invitations WHERE person_id IN ({kept.Id.Value}, {gone.Id.Value}) UNION SELECT dialogue_id FROM events.token_issues WHERE person_id IN ({kept.Id.Value}, {gone.Id.Value})) ORDER BY id FOR NO KEY UPDATE", ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE person_id IN ({kept.Id.Value}, {gone.Id.Value}) ORDER BY id FOR UPDATE", ct);
    }

    private async Task<InvitationClash> JoinAsync(Invitation mine, Invitation other, Person gone, CancellationToken ct)
    {
        bool swap = Strength(other) > Strength(mine);
        var (strong, weak) = swap ? (other, mine) : (mine, other);
        var dropped = await db.DropSecondAsync(strong.Id, weak.Id, ct);
        // A link in a letter that was written to either record still opens the answer that counts.
        var links = await ReturningAsync("UPDATE events.personal_links SET invitation_id = {0} WHERE invitation_id = {1} RETURNING id AS \"Value\"", [strong.Id.Value, weak.Id.Value], ct);
        var letters = await ReturningAsync("UPDATE events.outbox SET invitation_id = {0} WHERE invitation_id = {1} RETURNING id AS \"Value\"", [strong.Id.Value, weak.Id.Value], ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.invitations SET state = 'Withdrawn' WHERE id = {weak.Id.Value}", ct);
        // Nobody is reminded of it; should the two be parted again, the worker plans anew.
        _ = await db.Database.ExecuteSqlAsync($"DELETE FROM events.reminders WHERE invitation_id = {weak.Id.Value} AND state = 'Scheduled'", ct);
        if (swap) await SwapAsync(strong.Id, weak.Id, gone, ct);
        return new(strong.Id.Value, weak.Id.Value, weak.State.ToString(), swap, links, letters) { Dropped = dropped };
    }

    private async Task PartAsync(InvitationClash clash, Person gone, CancellationToken ct)
    {
        if (clash.Swapped) await SwapAsync(new(clash.Strong), new(clash.Weak), gone, ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.invitations SET state = {clash.WeakState} WHERE id = {clash.Weak}", ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.personal_links SET invitation_id = {clash.Weak} WHERE id = ANY({clash.Links.ToArray()})", ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET invitation_id = {clash.Weak} WHERE id = ANY({clash.Letters.ToArray()})", ct);
    }

    /// <summary>Lets two invitations change their people. A person has one invitation to a dialogue at every moment, so somebody nameless holds one meanwhile.</summary>
    private async Task SwapAsync(Id<Invitation> one, Id<Invitation> two, Person like, CancellationToken ct)
    {
        var holder = Guid.NewGuid();
        // It is merged from its first moment, so nobody meets it and its address clashes with none.
        string columns = ColumnsBut(typeof(Person), "id", "merged_into_id");
        string sql = $"INSERT INTO events.people (id, merged_into_id, {columns}) SELECT {{0}}, id, {columns} FROM events.people WHERE id = {{1}}";
        _ = await db.Database.ExecuteSqlRawAsync(sql, [holder, like.Id.Value], ct);
        var people = await db.Invitations.AsNoTracking().Where(i => i.Id == one || i.Id == two).ToDictionaryAsync(i => i.Id, i => i.PersonId, ct);
        foreach (var (invitation, person) in ((Id<Invitation>, Guid)[])[(one, holder), (two, people[one].Value), (one, people[two].Value)])
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.invitations SET person_id = {person} WHERE id = {invitation.Value}", ct);
        _ = await db.Database.ExecuteSqlAsync($"DELETE FROM events.people WHERE id = {holder}", ct);
        await SealAsync([one.Value], people[one].Value, people[two].Value, ct);
        await SealAsync([two.Value], people[two].Value, people[one].Value, ct);
    }

    /// <summary>What an invitee said about an invitation belongs to whoever has it now.</summary>
    private Task SealAsync(IReadOnlyList<Guid> invitations, Guid from, Guid to, CancellationToken ct) => SealAnew.ForAsync(db, db.Model.FindEntityType(typeof(Invitation))!, invitations, from, to, ct);

    private string ColumnsBut(Type type, params string[] others)
    {
        var entity = db.Model.FindEntityType(type)!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        return string.Join(", ", entity.GetProperties().Where(p => !p.IsConcurrencyToken).Select(p => p.GetColumnName(table)!).Where(c => !others.Contains(c)).Select(c => $"\"{c}\""));
    }

    private Task<List<Guid>> ReturningAsync(string sql, object[] values, CancellationToken ct) => db.Database.SqlQueryRaw<Guid>(sql, values).ToListAsync(ct);
}
