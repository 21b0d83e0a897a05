using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Objections;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>The anonymous objections that participants gave with a token of theirs; Room writes them all at once when the round is over, and only then are they read.</summary>
public sealed class VaultObjections(EventsDb db, ObjectionReader reader)
{
    /// <summary>Those of this round: what an earlier one decided is not asked again.</summary>
    public async Task<IReadOnlyList<Objection>> OfAsync(ObjectionRound round, CancellationToken ct)
    {
        var decided = await db.ObjectionRounds.Where(r => r.SummaryId == round.SummaryId && r.HandledAt != null).SelectMany(r => r.Outcomes).Select(o => o.ObjectionId).ToListAsync(ct);
        return [.. (await reader.AllAsync(round.SummaryId.Value, ct)).Where(o => !decided.Contains(o.Id)).Select(o => new Objection(
            o.Id, o.Item, o.Kind == Unattributed.Objections.ObjectionKind.IdentifiesMe ? Domain.ObjectionKind.IdentifiesMe : Domain.ObjectionKind.NotWhatWasSaid, o.Words))];
    }
}
