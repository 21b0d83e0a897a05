using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Tokens;

public static class TokenQueries
{
    /// <summary>How many people hold tokens of a dialogue, and how many sets were replaced at a desk: both are shown to everybody.</summary>
    public static async Task<TokenCounts> TokenCountsAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct)
    {
        var issues = db.TokenIssues.AsNoTracking().Where(i => i.DialogueId == dialogue);
        // Who held them is forgotten a month after the day; how many, not.
        var kept = await db.Database.SqlQuery<KeptCount>($"SELECT what, count FROM events.kept_counts WHERE dialogue_id = {dialogue.Value} AND value = ''").ToListAsync(ct);
        int Kept(string what) => (int)(kept.Find(k => k.What == what)?.Count ?? 0);
        return new(await issues.CountAsync(ct) + Kept(TokenCounts.KeptHolders), await issues.SumAsync(i => i.Replaced, ct) + Kept(TokenCounts.KeptReplaced));
    }

    private sealed record KeptCount(string What, long Count);

    /// <summary>Whether and how whoever was invited by this has had tokens.</summary>
    public static Task<TokenIssue?> TokenIssueOfAsync(this EventsDb db, Id<Dialogue> dialogue, Id<Invitation> invitation, CancellationToken ct) => db.TokenIssues.AsNoTracking()
        .FirstOrDefaultAsync(i => i.DialogueId == dialogue && db.Invitations.Any(one => one.Id == invitation && one.DialogueId == dialogue && one.PersonId == i.PersonId), ct);

    /// <summary>
    /// Opens the round in which participants may object to the sentences of a draft, or sets its end and sentences anew: tokens belong to one
    /// day, so a text over several is open to those of each.
    /// </summary>
    public static async Task OpenObjectionsAsync(this EventsDb db, Summary summary, IReadOnlyList<Id<Dialogue>> days, DateTimeOffset closesAt, CancellationToken ct)
    {
        Guid[] items = [.. summary.Items.Where(i => !i.IsSetAside).Select(i => i.Id.Value)];
        var open = await db.OpenRounds.Where(r => r.SummaryId == summary.Id).ToDictionaryAsync(r => r.DialogueId, ct);
        foreach (var day in days)
        {
            if (open.TryGetValue(day, out var round)) (round.ClosesAt, round.Items) = (closesAt, items);
            else _ = db.Add(new OpenRound { SummaryId = summary.Id, DialogueId = day, ClosesAt = closesAt, Items = items });
        }
    }
}

public sealed record TokenCounts(int Holders, int Replaced)
{
    internal const string KeptHolders = "token-holders";
    internal const string KeptReplaced = "tokens-replaced";
}
