using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Objections;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>The anonymous objections that participants gave with a token of theirs; Room writes them all at once when the round is over, and only then are they read.</summary>
public sealed class VaultObjections(ObjectionReader reader)
{
    public async Task<IReadOnlyList<Objection>> OfAsync(ObjectionRound round, CancellationToken ct) =>
        [.. (await reader.AllAsync(round.SummaryId.Value, ct)).Select(o => new Objection(o.Id, o.Item, o.Kind == Unattributed.Objections.ObjectionKind.IdentifiesMe ? Domain.ObjectionKind.IdentifiesMe : Domain.ObjectionKind.NotWhatWasSaid))];
}
