using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Rights;

/// <summary>What a correction did; a new address waits for its code.</summary>
public sealed record Corrected(Id<DataRequest>? AddressRequest);

/// <summary>What a person may do with their data, once a code has opened the request.</summary>
public sealed class PersonRights(EventsDb db, DataRequests requests, TimeProvider clock)
{
    public async Task<Result<Corrected>> CorrectAsync(BehindLink link, CorrectionInput input, CancellationToken ct)
    {
        var person = link.Person;
        var wanted = input.For(person);
        if (wanted.Check() is { } wrong) return wrong;
        string address = wanted.Clean().Email;
        bool moves = address != person.Email;
        // Everything but the address counts at once.
        if (person.Change(wanted with { Email = person.Email }) is { } refusal) return refusal;
        if (await SaveOwnAsync(ct) is { } collision) return collision;
        if (!moves) return new Corrected(null);
        return (await requests.AskAsync(link.Invitation, person, DataRequestKind.NewAddress, ct, address)).Refused(out var no, out var request) ? no : new Corrected(request.Id);
    }

    public async Task<Refusal?> MoveToAsync(Person person, string address, CancellationToken ct)
    {
        // Also of somebody who is shown nowhere: whose it is must not come out here.
        // An address that a record merged into theirs had is theirs.
        var own = (await db.RecordsOfAsync(person.Id.Value, ct)).ConvertAll(r => new Id<Person>(r));
        if (await db.People.IgnoreQueryFilters().AnyAsync(p => p.Email == address && !own.Contains(p.Id), ct)) return PersonRefusals.EmailTaken(address);
        if (person.Change(CorrectionInput.Of(person).For(person) with { Email = address }) is { } refusal) return refusal;
        return await SaveOwnAsync(ct);
    }

    /// <summary>Saves what a person changed about themselves, so that their timeline says that it was they.</summary>
    private async Task<Refusal?> SaveOwnAsync(CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        await db.EditedByInviteeAsync(ct);
        if (await db.TrySaveAsync(ct) is { } collision) return collision;
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Refusal?> RestrictAsync(Person person, bool lift, CancellationToken ct)
    {
        if (lift && person.RestrictedAt is null) return RightsRefusals.NothingRestricted(person.Name);
        if (lift) person.LiftRestriction();
        else person.Restrict(clock.GetUtcNow());
        return await SaveAndStopAsync(person, ct);
    }

    public async Task<Refusal?> ObjectAsync(Person person, bool lift, CancellationToken ct)
    {
        if (lift && person.ObjectedAt is null) return RightsRefusals.NothingObjected(person.Name);
        if (lift) person.LiftObjection();
        else person.Object(clock.GetUtcNow());
        return await SaveAndStopAsync(person, ct);
    }

    /// <summary>What keeps somebody whose objection is lifted from being invited all the same; null when nothing does.</summary>
    public async Task<WantsNoLetter?> StillWantsNoneAsync(Person person, CancellationToken ct)
    {
        if (person.RestrictedAt is not null) return WantsNoLetter.Restricted;
        return await db.OptOuts.AnyAsync(o => o.PersonId == person.Id, ct) ? WantsNoLetter.OptedOut : null;
    }

    /// <returns>The receipt, which is shown this once.</returns>
    public async Task<Result<string>> EraseAsync(Id<Person> person, ErasureCause cause, CancellationToken ct)
    {
        if (await db.WaitingErasureAsync(person, ct) is not null) return DataRequestRefusals.ErasureUnderWay;
        var (erasure, receipt) = PlannedErasure.Of(person, cause, clock.GetUtcNow());
        _ = db.Add(erasure);
        return await db.TrySaveAsync(ct) is { } collision ? collision : receipt;
    }

    public async Task<Refusal?> StopErasureAsync(Id<Person> person, CancellationToken ct)
    {
        // Of every record of the person. The worker writes on the same rows: whoever comes second finds nothing that waits.
        var (records, now) = ((await db.RecordsOfAsync(person.Value, ct)).ToArray(), clock.GetUtcNow());
        int stopped = await db.Database.ExecuteSqlAsync($"UPDATE events.erasures SET cancelled_at = {now} WHERE person_id = ANY({records}) AND cancelled_at IS NULL AND done_at IS NULL", ct);
        return stopped == 0 ? DataRequestRefusals.NoErasureWaiting : null;
    }

    /// <summary>What waits does not leave any more, but for what is owed; a trigger of the database keeps later letters from waiting.</summary>
    private async Task<Refusal?> SaveAndStopAsync(Person person, CancellationToken ct)
    {
        if (await db.TrySaveAsync(ct) is { } collision) return collision;
        if (person.MayBeWrittenTo) return null;
        string[] owed = [.. Enum.GetValues<LetterKind>().Where(kind => kind.IsOwed()).Select(kind => kind.ToString())];
        _ = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.outbox SET state = 'Dropped' WHERE person_id = {person.Id.Value} AND state IN ('Queued', 'Retry', 'Paused') AND kind <> ALL ({owed})
            """, ct);
        return null;
    }
}
