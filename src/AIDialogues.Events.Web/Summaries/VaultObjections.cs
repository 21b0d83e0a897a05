using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Objections;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>The objections that participants gave with a token of theirs; Room writes them all at once when the round is over.</summary>
internal sealed class VaultObjections(ObjectionReader reader) : IObjections
{
    public async Task<IReadOnlyList<Objection>> OfAsync(ObjectionRound round, CancellationToken ct) =>
        [.. (await reader.AllAsync(round.SummaryId.Value, ct)).Select(o => new Objection(o.Id, o.Item, o.Kind == Unattributed.Objections.ObjectionKind.IdentifiesMe ? Domain.ObjectionKind.IdentifiesMe : Domain.ObjectionKind.NotWhatWasSaid))];
}
