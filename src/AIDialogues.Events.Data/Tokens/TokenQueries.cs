using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Tokens;

public static class TokenQueries
{
    /// <summary>How many people hold tokens of a dialogue, and how many sets were replaced at a desk: both are shown to everybody.</summary>
    public static async Task<TokenCounts> TokenCountsAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct)
    {
        var issues = db.TokenIssues.AsNoTracking().Where(i => i.DialogueId == dialogue);
        return new(await issues.CountAsync(ct), await issues.SumAsync(i => i.Replaced, ct));
    }

    /// <summary>Whether and how whoever was invited by this has had tokens.</summary>
    public static Task<TokenIssue?> TokenIssueOfAsync(this EventsDb db, Id<Dialogue> dialogue, Id<Invitation> invitation, CancellationToken ct) => db.TokenIssues.AsNoTracking()
        .FirstOrDefaultAsync(i => i.DialogueId == dialogue && db.Invitations.Any(one => one.Id == invitation && one.DialogueId == dialogue && one.PersonId == i.PersonId), ct);

    /// <summary>Opens the round in which participants may object to the sentences of a draft, or sets its end and sentences anew.</summary>
    public static async Task OpenObjectionsAsync(this EventsDb db, Summary summary, Id<Dialogue> dialogue, DateTimeOffset closesAt, CancellationToken ct)
    {
        Guid[] items = [.. summary.Items.Where(i => !i.IsSetAside).Select(i => i.Id.Value)];
        if (await db.OpenRounds.FindAsync([summary.Id], ct) is { } round) (round.ClosesAt, round.Items) = (closesAt, items);
        else _ = db.Add(new OpenRound { SummaryId = summary.Id, DialogueId = dialogue, ClosesAt = closesAt, Items = items });
    }
}

public sealed record TokenCounts(int Holders, int Replaced);
