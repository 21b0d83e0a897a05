using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>Where the anonymous objections of a round are read, all at once, when its time is over.</summary>
public interface IObjections
{
    Task<IReadOnlyList<Objection>> OfAsync(ObjectionRound round, CancellationToken ct);
}
