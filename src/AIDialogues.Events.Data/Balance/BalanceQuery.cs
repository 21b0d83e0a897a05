using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A dialogue's or a series' target with everybody who counts for it.</summary>
/// <param name="Invited">Whoever ever had an invitation, whatever became of it.</param>
public sealed record BalanceOf(BalanceTarget Target, IReadOnlyList<Prospect> Prospects, IReadOnlySet<Id<Person>> Invited, AcceptanceRates Rates, bool IsSet)
{
    public BalanceStanding Standing => BalanceStanding.Of(Target, Prospects);
}

/// <summary>A day of a series and its seats.</summary>
public sealed record DaySeats(Dialogue Day, int Seats);

public static class BalanceQuery
{
    /// <summary>As many as one wave of letters takes.</summary>
    public const int MostProposed = 500;

    private const int SeatsUntilThereIsARoom = 40;

    private sealed record Row(Id<Person> PersonId, string GivenName, string FamilyName, StakeholderGroup Group, string Country, Region? OwnRegion, Gender Gender, Language Language, InvitationState State, Id<Dialogue> DialogueId, DateOnly AnswerBy, DateTimeOffset InvitedAt, string Zone, bool IsOff)
    {
        /// <summary>Not who said no or let the time run out: the ladder proposes somebody else for them.</summary>
        public bool MayCome(DateOnly today) => State is not (InvitationState.Declined or InvitationState.Withdrawn or InvitationState.Lapsed)
            && !(State is InvitationState.Invited or InvitationState.Undecided && IsSilent(today));

        /// <summary>Who was asked after the last day to answer is still asked, as the seats count it.</summary>
        public bool IsSilent(DateOnly today) => AnswerBy < today && DateOnly.FromDateTime(Zone.Local(InvitedAt).DateTime) <= AnswerBy;
    }

    /// <summary>Null when there is no such dialogue.</summary>
    public static async Task<BalanceOf?> BalanceAsync(this EventsDb db, Id<Dialogue> id, DateOnly today, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().Include(d => d.Rooms).SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dialogue) return null;
        var (rows, rates) = await db.RowsAsync(dialogue.SeriesId, today, ct, also: id);
        var target = await db.BalanceTargets.AsNoTracking().SingleOrDefaultAsync(t => t.DialogueId == id, ct);
        var places = target is null ? await db.Places.AsNoTracking().SingleOrDefaultAsync(p => p.DialogueId == id, ct) : null;
        return Of(target ?? BalanceTarget.For(dialogue.SeriesId, id, SeatsOf(dialogue, null, places)), [.. rows.Where(r => r.DialogueId == id)], today, rates, target is not null);
    }

    /// <summary>Each place at each day counts; null when there is no such series.</summary>
    public static async Task<BalanceOf?> BalanceAsync(this EventsDb db, Id<Series> id, DateOnly today, CancellationToken ct)
    {
        if (!await db.Series.AnyAsync(s => s.Id == id, ct)) return null;
        var (rows, rates) = await db.RowsAsync(id, today, ct);
        var target = await db.BalanceTargets.AsNoTracking().SingleOrDefaultAsync(t => t.SeriesId == id && t.DialogueId == null, ct);
        // Without a target of its own the series has as many as its days together, since each place at each day counts.
        var days = (await db.SeatsOfDaysAsync(id, ct)).Where(d => d.Day.CancelledAt is null).ToList();
        return Of(target ?? BalanceTarget.For(id, null, days.Count == 0 ? SeatsUntilThereIsARoom : days.Sum(d => d.Seats)), rows, today, rates, target is not null);
    }

    /// <summary>The days of a series in order, each with the seats its own balance reckons with.</summary>
    public static async Task<IReadOnlyList<DaySeats>> SeatsOfDaysAsync(this EventsDb db, Id<Series> id, CancellationToken ct)
    {
        var days = await db.Dialogues.AsNoTracking().Include(d => d.Rooms).Where(d => d.SeriesId == id).OrderBy(d => d.Day).ThenBy(d => d.Begins).ToListAsync(ct);
        var targets = await db.BalanceTargets.AsNoTracking().Where(t => t.SeriesId == id && t.DialogueId != null).ToListAsync(ct);
        var ids = days.ConvertAll(d => d.Id);
        var places = await db.Places.AsNoTracking().Where(p => ids.Contains(p.DialogueId)).ToListAsync(ct);
        return days.ConvertAll(day => new DaySeats(day, SeatsOf(day, targets.Find(t => t.DialogueId == day.Id), places.Find(p => p.DialogueId == day.Id))));
    }

    // Without a target of its own a day has the seats that were set for its roles, else as many as its largest room.
    private static int SeatsOf(Dialogue day, BalanceTarget? target, Places? places) => target?.Seats ?? places?.Seats ?? (day.Rooms.Count == 0 ? SeatsUntilThereIsARoom : day.Rooms.Max(r => r.Seats));

    /// <summary>Everybody not yet invited to the dialogue and who may be, of the directory or of a segment.</summary>
    public static async Task<IReadOnlyList<Candidate>> CandidatesAsync(this EventsDb db, Dialogue dialogue, PeopleFilter filter, CancellationToken ct)
    {
        var series = db.Dialogues.Where(d => d.SeriesId == dialogue.SeriesId).Select(d => d.Id);
        var people = await (from p in db.MayBeInvited(db.Matching(filter), dialogue)
                            select new { p.Id, p.GivenName, p.FamilyName, p.Group, p.Country, p.OwnRegion, p.Gender, p.Language, Invited = db.Invitations.Count(i => i.PersonId == p.Id && series.Contains(i.DialogueId)) })
            .AsNoTracking().ToListAsync(ct);
        return [.. people.Select(p => new Candidate(p.Id, $"{p.GivenName} {p.FamilyName}".Trim(), Trait.Of(p.Group, p.OwnRegion ?? Regions.Of(p.Country), p.Gender, p.Language), p.Invited))];
    }

    /// <summary>Who could be asked next, of the directory or of a segment; the corridors of the series count too where it has some.</summary>
    public static async Task<Proposal> ProposalAsync(this EventsDb db, Dialogue dialogue, BalanceOf balance, Id<Segment>? segment, int? most, DateOnly today, CancellationToken ct)
    {
        var filter = segment is null ? new PeopleFilter() : (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == segment, ct))?.Filter ?? new PeopleFilter();
        var series = (await db.BalanceAsync(dialogue.SeriesId, today, ct))!;
        List<(BalanceTarget, IReadOnlyCollection<Prospect>)> balances = [(balance.Target, balance.Prospects)];
        if (series.IsSet) balances.Add((series.Target, series.Prospects));
        return WaveProposal.For(balances, balance.Invited, await db.CandidatesAsync(dialogue, filter, ct), Math.Clamp(most ?? balance.Target.Seats, 1, MostProposed));
    }

    /// <summary>The version that a form is shown with; 0 while there is no target.</summary>
    public static async Task<uint> VersionAsync(this EventsDb db, BalanceOf balance, CancellationToken ct) =>
        await db.BalanceTargets.Where(t => t.Id == balance.Target.Id).Select(t => EF.Property<uint>(t, "Version")).SingleOrDefaultAsync(ct);

    private static BalanceOf Of(BalanceTarget target, IReadOnlyList<Row> rows, DateOnly today, AcceptanceRates rates, bool isSet) => new(
        target,
        [.. rows.Where(r => r.MayCome(today)).Select(r => new Prospect(
            r.PersonId, $"{r.GivenName} {r.FamilyName}".Trim(), Trait.Of(r.Group, r.OwnRegion ?? Regions.Of(r.Country), r.Gender, r.Language),
            r.State == InvitationState.Accepted, r.State == InvitationState.Accepted ? 1 : rates.Of(r.Group)))],
        rows.Select(r => r.PersonId).ToHashSet(), rates, isSet);

    /// <param name="also">A day that is shown also when it was called off; none that was says anything about who accepts.</param>
    private static async Task<(List<Row> Rows, AcceptanceRates Rates)> RowsAsync(this EventsDb db, Id<Series> series, DateOnly today, CancellationToken ct, Id<Dialogue>? also = null)
    {
        var rows = await (from i in db.Invitations
                          join d in db.Dialogues on i.DialogueId equals d.Id
                          join p in db.People on i.PersonId equals p.Id
                          where d.SeriesId == series && (d.CancelledAt == null || d.Id == also)
                          orderby p.FamilyName, p.GivenName, i.Id
                          select new Row(p.Id, p.GivenName, p.FamilyName, p.Group, p.Country, p.OwnRegion, p.Gender, p.Language, i.State, d.Id, d.AnswerBy, i.InvitedAt, d.Zone, d.CancelledAt != null)).AsNoTracking().ToListAsync(ct);
        // Decided: answered, or silent beyond the last day to answer. An invitation that was taken back proves nothing.
        var decided = rows.Where(r => !r.IsOff && (r.State is InvitationState.Accepted or InvitationState.Declined || (r.State == InvitationState.Invited && r.IsSilent(today))));
        // Of those who were silent a month after their day only their number is left.
        var forgotten = await db.SilentAndForgottenAsync(series, ct);
        return (rows, AcceptanceRates.Of([.. decided.Select(r => (r.Group, r.State == InvitationState.Accepted)), .. forgotten.SelectMany(f => Enumerable.Repeat((f.Group, false), f.Count))]));
    }
}
