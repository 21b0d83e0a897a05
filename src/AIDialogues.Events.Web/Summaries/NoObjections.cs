using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>Holds the place until Room takes objections: with nobody able to object, a round ends with none.</summary>
internal sealed class NoObjections : IObjections
{
    public Task<IReadOnlyList<Objection>> OfAsync(ObjectionRound round, CancellationToken ct) => Task.FromResult<IReadOnlyList<Objection>>([]);
}
