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

    /// <summary>Opens the round in which participants may object to the sentences of a draft, or sets its end and sentences anew.</summary>
    public static async Task OpenObjectionsAsync(this EventsDb db, Summary summary, Id<Dialogue> dialogue, DateTimeOffset closesAt, CancellationToken ct)
    {
        Guid[] items = [.. summary.Items.Where(i => !i.IsSetAside).Select(i => i.Id.Value)];
        if (await db.OpenRounds.FindAsync([summary.Id], ct) is { } round) (round.ClosesAt, round.Items) = (closesAt, items);
        else _ = db.Add(new OpenRound { SummaryId = summary.Id, DialogueId = dialogue, ClosesAt = closesAt, Items = items });
    }
}

public sealed record TokenCounts(int Holders, int Replaced)
{
    internal const string KeptHolders = "token-holders";
    internal const string KeptReplaced = "tokens-replaced";
}
